using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags;

/// <summary>Names, once each, the properties that count as missing, and says once that IDs are too long. Thread-safe.</summary>
internal sealed class CallerWarnings(LogThrottle throttle, ILogger<CallerWarnings> logger)
{
    public void Check(PostHogContext caller)
    {
        if (caller.LeavesOut)
        {
            Report(caller);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Report(PostHogContext caller)
    {
        bool hasLongId = caller.HasLongId;
        Report(caller.Person);
        foreach (PostHogGroup group in caller.Groups.Values)
        {
            hasLongId |= group.HasLongKey;
            Report(group.Bag);
        }

        if (hasLongId && throttle.IsDue(LogEvents.IdTooLong, string.Empty, LogThrottle.Forever))
        {
            logger.IdTooLong(IdLimits.DistinctId, IdLimits.Others);
        }
    }

    private void Report(PropertyBag properties)
    {
        foreach ((string name, Type type) in properties.LeftOut ?? [])
        {
            if (throttle.IsDue(LogEvents.PropertyLeftOut, name, LogThrottle.Forever))
            {
                logger.PropertyLeftOut(name, type);
            }
        }
    }
}
