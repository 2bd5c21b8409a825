using PostHogFeatureManagement.Definitions;

namespace PostHogFeatureManagement.Explain.Local;

/// <summary>How this process comes to its verdict.</summary>
/// <param name="Definitions">The definitions.</param>
/// <param name="Age">How long ago they were known to be current. Null when that is not known.</param>
/// <param name="Flag">The steps of the evaluation.</param>
internal sealed record LocalExplanation(DefinitionsSnapshot Definitions, TimeSpan? Age, ExplainedFlag Flag);
