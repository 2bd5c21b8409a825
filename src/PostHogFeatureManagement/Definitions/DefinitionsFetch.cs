using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;

namespace PostHogFeatureManagement.Definitions;

/// <summary>What PostHog answered.</summary>
/// <param name="Content">The definitions: the known ones if they are still current. Null exactly when the answer is a failure.</param>
/// <param name="Answer">The answer itself.</param>
internal readonly record struct DefinitionsFetch(DefinitionsContent? Content, WireAnswer<DefinitionsResponse> Answer);
