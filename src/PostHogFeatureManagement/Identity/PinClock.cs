using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// Measures how old a request's pins are without reading the clock, which would cost as much as the rest of a check. A timer counts quarters of
/// <c>FeatureManagement:PinFor</c>. It starts with the first request that asks for a flag. Turning the switch makes every pin too old.
/// </summary>
internal sealed class PinClock : IDisposable
{
    /// <summary>How many ticks a pin lasts. The first tick can come early, so a pin lasts three to four quarters.</summary>
    public const int Lifetime = 4;

    private readonly TimeProvider _time;
    private readonly TimeSpan _quarter;
    private readonly IDisposable _turns;
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private bool _isDisposed;
    private volatile int _now;

    public PinClock([LibraryClock] TimeProvider time, IOptions<PostHogFeatureManagementOptions> options, PostHogSwitch posthog)
    {
        _time = time;
        _quarter = options.Value.FeatureManagement.PinFor / Lifetime;
        _turns = posthog.OnTurned(() => Interlocked.Add(ref _now, Lifetime));
    }

    public int Now => _now;

    /// <summary>Starts the timer, once.</summary>
    public void Start()
    {
        if (Volatile.Read(ref _timer) is not null)
        {
            return;
        }

        lock (_lock)
        {
            if (_timer is null && !_isDisposed)
            {
                _timer = _time.CreateDetachedTimer(static clock => Interlocked.Increment(ref ((PinClock)clock!)._now), this, _quarter, _quarter);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }

        _turns.Dispose();
    }
}
