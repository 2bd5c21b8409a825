using System.Threading.Channels;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Events.Delivery;

/// <summary>Wakes the loop that sends events. Setting it never waits, and setting it twice is the same as once. Thread-safe, for one waiter.</summary>
internal sealed class EventAlarm
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Waits until it is set, the time is over or the token is cancelled. Does not throw.</summary>
    /// <param name="atMost">Null: without a limit.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(TimeSpan? atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost is { } limit ? TimerPrecision.RoundUp(limit) : Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await ((Task)_set.Reader.ReadAsync(either.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
