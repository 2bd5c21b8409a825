using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;
using PostHogFeatureManagement.Evaluation.Tracing;
using PostHogFeatureManagement.Explain.Local;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Explain.Local;

[Trait("Promise", "OP-03")]
public sealed class FilterExplainerTests
{
    [Fact]
    public void Explain_AllRecordedFlags_PutsEachFilterBesideItsOwnWords()
    {
        var tracer = new FlagTracer(TimeProvider.System);
        int filters = 0;
        foreach (RecordedEvaluation recorded in RecordedEvaluation.All().DistinctBy(static one => (one.Document, one.Flag.Key)))
        {
            var raw = RawFlag.Find(recorded.Document, recorded.Flag.Key);
            FlagTrace trace = tracer.Trace(recorded.Set, recorded.Flag, recorded.Caller, propertiesAreComplete: false);
            var explainer = new FilterExplainer(raw.Cohorts, recorded.Caller, showValues: false);
            for (int index = 0; index < trace.Conditions.Count; index++)
            {
                int written = RawFlag.Entries(raw.Conditions[index], "properties"u8).Count;
                IReadOnlyList<ExplainedFilter> explained = explainer.Explain(trace.Conditions[index].Filters, RawFlag.Entries(raw.Conditions[index], "properties"u8));
                if (!IsMalformed(recorded.Flag.Conditions[index]))
                {
                    Assert.Equal(written, explained.Count);
                    filters += explained.Sum(one => Check(recorded.Name, one));
                }
            }
        }

        Assert.True(filters > 1_000, $"Only {filters} filters");
    }

    private static bool IsMalformed(Condition condition) =>
        condition.Filters is [FixedFilter only] && only.Foresee([]).Obstacle == MatchResult.Undecided(FlagReason.MalformedDefinition);

    private static int Check(string name, ExplainedFilter filter)
    {
        Filter compiled = filter.Trace.Filter;
        string? property = compiled switch { PropertyFilter one => one.Source.Name, PresenceFilter one => one.Source.Name, _ => null };
        Assert.True(property is null || property == filter.Key, $"{name}: '{property}' is explained as '{filter.Key}'");
        Assert.True(compiled is not PropertyFilter || filter.Value is not null, name);
        return 1 + filter.Parts.Sum(part => Check(name, part));
    }
}
