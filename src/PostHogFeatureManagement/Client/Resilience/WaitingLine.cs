namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Callers who wait for their turn, first come, first served. Call members that end in _NeedsLock under the lock of the line's owner.</summary>
internal sealed class WaitingLine<T>
{
    private readonly Queue<TaskCompletionSource<T>> _waiting = new();

    public TaskCompletionSource<T> Join_NeedsLock()
    {
        var turn = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(turn);
        return turn;
    }

    /// <summary>Gives a value to the first who still waits. False when there is no one.</summary>
    public bool ServeNext_NeedsLock(T value)
    {
        while (_waiting.TryDequeue(out TaskCompletionSource<T>? turn))
        {
            if (turn.TrySetResult(value))
            {
                return true;
            }
        }

        return false;
    }

    public void ServeAll_NeedsLock(T value)
    {
        while (ServeNext_NeedsLock(value))
        {
        }
    }
}
