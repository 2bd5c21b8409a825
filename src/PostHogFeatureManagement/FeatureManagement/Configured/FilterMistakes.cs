using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// Logs, once each, configured flags whose PostHog filter names the flag itself. PostHog's flag of that name answers before the configuration, so the filter
/// adds nothing. When the configuration comes first, such a filter is the way to combine PostHog's answer with other filters, so nothing is logged.
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
