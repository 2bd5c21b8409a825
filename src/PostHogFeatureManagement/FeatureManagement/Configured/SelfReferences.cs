using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// Reports, once each, configured flags whose PostHog filter names the flag itself: PostHog's flag of that name answers before the configuration is asked, so the filter adds nothing.
/// Where the configuration is asked first it is the way to add filters of its own to PostHog's answer, and nothing is reported.
/// </summary>
internal sealed class SelfReferences(FlagPrecedenceRule precedence, ILogger<SelfReferences> logger)
{
    // Names come from the application's configuration, so there are few.
    private readonly ConcurrentDictionary<string, bool> _reported = new(StringComparer.OrdinalIgnoreCase);

    public void Report(string featureName, string flagKey)
    {
        bool namesItself = string.Equals(featureName, flagKey, StringComparison.OrdinalIgnoreCase) && !precedence.IsConfigurationFirst(featureName);
        if (namesItself && _reported.TryAdd(featureName, true))
        {
            logger.FilterNamesItself(featureName);
        }
    }
}
