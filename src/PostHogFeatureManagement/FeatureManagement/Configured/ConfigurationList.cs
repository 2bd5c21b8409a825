using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>The application's own configured flags at one moment.</summary>
/// <param name="Definitions">The flags that can be read.</param>
/// <param name="Unreadable">The names of those that cannot.</param>
/// <param name="IsComplete">False when there may be others.</param>
internal sealed record ConfigurationList(IReadOnlyList<FeatureDefinition> Definitions, IReadOnlyList<string> Unreadable, bool IsComplete);
