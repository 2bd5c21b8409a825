namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>What the application had registered when PostHog was added.</summary>
/// <param name="HasTargetingFilter">Whether Microsoft's targeting filter for the ambient caller was there.</param>
internal sealed record RegistrationFacts(bool HasTargetingFilter);
