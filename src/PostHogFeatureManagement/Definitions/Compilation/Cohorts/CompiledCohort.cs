using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Definitions.Compilation.Cohorts;

/// <summary>A cohort's tree as a filter, and what the filters that use it need to know.</summary>
/// <param name="Members">The filter that matches the members.</param>
/// <param name="Dependencies">The flags that the tree depends on.</param>
/// <param name="Size">The number of filters, including those of the cohorts it refers to, as often as it refers to them.</param>
/// <param name="Depth">The deepest nesting that one evaluation can reach.</param>
internal sealed record CompiledCohort(Filter Members, DependencyCollector Dependencies, int Size, int Depth)
{
    public static CompiledCohort ServerOnly { get; } = new(
        new FixedFilter(MatchResult.NeedsServer(FlagReason.ServerOnlyCohort)),
        new DependencyCollector(),
        Size: 1,
        Depth: 1);
}
