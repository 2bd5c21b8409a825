using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Definitions.Compilation.Cohorts;

/// <summary>A cohort's tree as a filter, and what its users must know of it.</summary>
/// <param name="Members">Whether a person is a member.</param>
/// <param name="Dependencies">The flags the tree asks about.</param>
/// <param name="Size">How many filters evaluating it may visit, cohorts in it included.</param>
/// <param name="Depth">How deep evaluating it may go.</param>
internal sealed record CompiledCohort(Filter Members, DependencyCollector Dependencies, int Size, int Depth)
{
    public static CompiledCohort ServerOnly { get; } = new(
        new FixedFilter(MatchResult.NeedsServer(FlagReason.ServerOnlyCohort)),
        new DependencyCollector(),
        Size: 1,
        Depth: 1);
}
