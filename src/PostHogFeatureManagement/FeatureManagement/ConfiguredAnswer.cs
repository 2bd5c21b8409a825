using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>What the application's configuration says about a flag. The default value means that it does not know the flag.</summary>
internal readonly record struct ConfiguredAnswer(bool IsKnown, bool IsEnabled, Variant? Variant);
