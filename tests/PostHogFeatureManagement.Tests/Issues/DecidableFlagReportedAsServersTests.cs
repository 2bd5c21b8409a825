using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A flag was reported at load as one that only PostHog's servers can decide, although this process decides it for callers whom its cohort matches before it
/// asks about a cohort that only the servers know.
/// </summary>
[Trait("Promise", "EV-14")]
public sealed class DecidableFlagReportedAsServersTests
{
    [Fact]
    public void Link_CohortCanMatchBeforeItNeedsTheServer_LaterConditionCanDecide()
    {
        string unknownOperator = Engine.Property("tags", "tomorrow", "1");
        string cohort = $$"""{"type":"OR","values":[{{Engine.Property("plan", "exact", "\"team\"")}},{{Engine.InCohort(99)}}]}""";
        FlagSet set = Engine.Compile(
            Engine.Flag($$"""{"groups":[{"properties":[{{Engine.InCohort(1)}},{{unknownOperator}}]},{}]}"""),
            Engine.Cohorts(cohort));

        Assert.Null(set[0].ServerCause);
        Assert.True(Engine.Evaluate(set, Engine.Person(("plan", "team"), ("tags", "x"))).IsEnabled);
        Assert.Equal(FlagOutcome.NeedsServer, Engine.Evaluate(set, Engine.Person(("plan", "free"), ("tags", "x"))).Outcome);
    }
}
