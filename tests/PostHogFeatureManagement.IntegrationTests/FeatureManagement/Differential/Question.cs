namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>What every door is asked: a flag, for a caller.</summary>
internal sealed record Question(string Name, Caller Caller);
