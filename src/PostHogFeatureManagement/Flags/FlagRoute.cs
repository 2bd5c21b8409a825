using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Flags;

/// <summary>The layer that a name belongs to.</summary>
/// <param name="Owner">The layer.</param>
/// <param name="Flag">PostHog's flag. Null when PostHog does not own the name, or when only its servers know the flag.</param>
internal readonly record struct FlagRoute(FlagOwner Owner, FlagDefinition? Flag = null);
