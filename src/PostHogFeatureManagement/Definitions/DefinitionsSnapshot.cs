using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions;

/// <summary>One version of the project's flag definitions. Immutable. An operation that starts with one version finishes with it.</summary>
internal sealed record DefinitionsSnapshot(FlagSet FlagSet, DateTimeOffset LoadedAt, FlagSource Source, long Generation);
