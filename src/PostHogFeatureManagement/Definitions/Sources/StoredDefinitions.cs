namespace PostHogFeatureManagement.Definitions.Sources;

/// <summary>Definitions as they are kept outside the process.</summary>
/// <param name="Content">The definitions.</param>
/// <param name="Generation">The generation that they had when they were stored; 0 for a body of PostHog's feed.</param>
/// <param name="Project">Which project they belong to (<see cref="DefinitionsFileFormat.ProjectOf"/>); null for a body of PostHog's feed, which does not say.</param>
internal sealed record StoredDefinitions(DefinitionsContent Content, long Generation, string? Project);
