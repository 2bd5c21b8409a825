using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Fleet.Copy;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Fleet.Storage;

namespace PostHogFeatureManagement.Definitions.Sharing;

/// <summary>Logs what happens to shared definitions, each state once, and counts those taken over. Thread-safe.</summary>
internal sealed class SharingReport(FleetStorage storage, FleetScope scope, PostHogMetrics metrics, ILogger<DefinitionsSharing> logger)
{
    /// <summary>One attempt may be in vain without anything to say.</summary>
    private const int AttemptsInVain = 2;

    private readonly Lock _lock = new();
    private int _hasBegun;
    private int _inVain;
    private int _unwritten;
    private bool _isUnusable;
    private bool _isTooLarge;
    private bool _isHolder;

    public void Begun()
    {
        if (!scope.IsAuthenticated && Interlocked.Exchange(ref _hasBegun, 1) == 0)
        {
            logger.SharedCopyOpen();
        }
    }

    public void Looked(HeadState state, CopySight sight)
    {
        lock (_lock)
        {
            if (state == HeadState.Unavailable)
            {
                if (++_inVain == AttemptsInVain)
                {
                    logger.SharingInterrupted(storage.Name);
                }

                return;
            }

            if (_inVain >= AttemptsInVain)
            {
                logger.SharingResumed(storage.Name);
            }

            _inVain = 0;
            _isUnusable &= sight != CopySight.Served;
        }

        if (state == HeadState.Unreadable)
        {
            Unusable("it is damaged, or was not written by an instance with this Cache:KeySecret");
        }
    }

    /// <summary>Definitions of another instance are in use.</summary>
    public void Taken() => metrics.Refreshed(TelemetryTags.RefreshResults.Shared);

    public void Unusable(string problem)
    {
        lock (_lock)
        {
            if (!_isUnusable)
            {
                _isUnusable = true;
                logger.SharedCopyUnusable(problem);
            }
        }
    }

    /// <summary>Definitions of this size were to be written.</summary>
    public void Kept(BodyState state, int size)
    {
        lock (_lock)
        {
            if (state == BodyState.TooLarge && !_isTooLarge)
            {
                logger.SharedCopyTooLarge(size, storage.Name, storage.MaxValueSize);
            }

            _isTooLarge |= state == BodyState.TooLarge;
            _unwritten = state == BodyState.Unknown ? _unwritten + 1 : 0;
            if (_unwritten == AttemptsInVain)
            {
                logger.SharedCopyNotWritten(storage.Name);
            }
        }
    }

    public void Holds(bool isHolder)
    {
        lock (_lock)
        {
            if (isHolder && !_isHolder)
            {
                logger.PollsForAll();
            }

            _isHolder = isHolder;
        }
    }
}
