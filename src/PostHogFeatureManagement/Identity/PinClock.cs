using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// Measures how old a request's pins are without reading the clock, which would cost as much as the rest of a check. A timer counts quarters of
/// <c>FeatureManagement:PinFor</c>. It starts with the first request that asks for a flag.
/// </summary>
internal sealed class PinClock([LibraryClock] TimeProvider time, IOptions<PostHogFeatureManagementOptions> options) : IDisposable
{
    /// <summary>How many ticks a pin lasts. The first tick can come early, so a pin lasts three to four quarters.</summary>
    public const int Lifetime = 4;

    private readonly TimeSpan _quarter = options.Value.FeatureManagement.PinFor / Lifetime;
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private bool _isDisposed;
    private volatile int _now;

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
                _timer = time.CreateDetachedTimer(static clock => ((PinClock)clock!)._now++, this, _quarter, _quarter);
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
    }
}
