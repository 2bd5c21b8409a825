using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Tests.Support;

internal static class PinClocks
{
    /// <summary>A clock for pins, while PostHog is switched on.</summary>
    public static PinClock Create(TimeProvider? time = null, TimeSpan? pinFor = null)
    {
        var options = new PostHogFeatureManagementOptions();
        options.FeatureManagement.PinFor = pinFor ?? options.FeatureManagement.PinFor;
        return new PinClock(time ?? TimeProvider.System, Options.Create(options), new PostHogSwitch(options));
    }
}
