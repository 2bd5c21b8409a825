namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Counts arrivals and lets a test wait for them without sleeping.</summary>
internal sealed class Arrivals
{
    private readonly Lock _lock = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add()
    {
        lock (_lock)
        {
            _count++;
            _waiters.FindAll(waiter => waiter.Count <= _count).ForEach(static waiter => waiter.Reached.TrySetResult());
        }
    }

    public Task ReachAsync(int count)
    {
        lock (_lock)
        {
            if (_count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        }
    }
}
