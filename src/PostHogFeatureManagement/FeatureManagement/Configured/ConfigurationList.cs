using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>The application's own configured flags at one moment.</summary>
/// <param name="Definitions">The flags that can be read.</param>
/// <param name="Unreadable">The names of the flags that cannot be read.</param>
/// <param name="IsComplete">False when there may be more flags.</param>
internal sealed record ConfigurationList(IReadOnlyList<FeatureDefinition> Definitions, IReadOnlyList<string> Unreadable, bool IsComplete);
