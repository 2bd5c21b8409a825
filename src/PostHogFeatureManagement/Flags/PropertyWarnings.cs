using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags;

/// <summary>Names, once each, the properties that have no form for PostHog and therefore count as missing. Thread-safe.</summary>
internal sealed class PropertyWarnings(LogThrottle throttle, ILogger<PropertyWarnings> logger)
{
    public void Check(PostHogContext caller)
    {
        if (caller.LeavesOutProperties)
        {
            Report(caller);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Report(PostHogContext caller)
    {
        Report(caller.Person);
        foreach (PostHogGroup group in caller.Groups.Values)
        {
            Report(group.Bag);
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
