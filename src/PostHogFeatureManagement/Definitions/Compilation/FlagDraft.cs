using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>A compiled flag and the flags it depends on, before they are put in order.</summary>
internal sealed record FlagDraft(FlagDefinition Flag, DependencyCollector Dependencies);
