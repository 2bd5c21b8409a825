namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>A wait that something else can end.</summary>
internal sealed class Pause(VirtualClock clock)
{
    private TaskCompletionSource _ended = new();

    public void End() => _ended.TrySetResult();

    /// <summary>Waits until the time, or until <see cref="End"/> is called, which may have been before.</summary>
    public async Task UntilAsync(TimeSpan time)
    {
        TaskCompletionSource ended = _ended;
        if (time < TimeSpan.MaxValue)
        {
            clock.At(time, () => ended.TrySetResult());
        }

        await ended.Task;
        _ended = new TaskCompletionSource();
    }
}
