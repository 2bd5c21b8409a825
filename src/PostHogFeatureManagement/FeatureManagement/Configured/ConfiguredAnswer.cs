using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>What the application's configuration says about a flag. The default value means that it does not know the flag.</summary>
/// <param name="IsKnown">Whether the flag is configured.</param>
/// <param name="IsEnabled">Whether it is on; of a <paramref name="Definition"/>, what its filters say.</param>
/// <param name="Variant">The variant that was assigned.</param>
/// <param name="Definition">The flag, when its variant is yet to be assigned and its telemetry to be published.</param>
internal readonly record struct ConfiguredAnswer(bool IsKnown, bool IsEnabled, Variant? Variant, FeatureDefinition? Definition);
