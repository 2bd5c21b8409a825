using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// Logs, once each, configured flags that use the PostHog filter in a way that cannot be meant: with a parameter that the filter does not have, or for a flag
/// of their own name. PostHog's flag of that name answers before the configuration, so such a filter adds nothing. When the configuration comes first, it is
/// the way to combine PostHog's answer with other filters, so nothing is logged.
/// </summary>
internal sealed class FilterMistakes(FlagPrecedenceRule precedence, ILogger<FilterMistakes> logger)
{
    // Names come from the application's configuration, so there are few.
    private readonly ConcurrentDictionary<string, bool> _reported = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="featureName">The configured flag.</param>
    /// <param name="flagKey">PostHog's flag that the filter asks for.</param>
    /// <param name="unknownParameter">A parameter that the filter does not have, if there is one.</param>
    public void Report(string featureName, string flagKey, string? unknownParameter)
    {
        bool namesItself = string.Equals(featureName, flagKey, StringComparison.OrdinalIgnoreCase) && !precedence.IsConfigurationFirst(featureName);
        if ((unknownParameter is null && !namesItself) || !_reported.TryAdd(featureName, true))
        {
            return;
        }

        if (unknownParameter is not null)
        {
            logger.FilterParameterUnknown(featureName, unknownParameter);
        }
        else
        {
            logger.FilterNamesItself(featureName);
        }
    }
}
