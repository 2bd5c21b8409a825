using System.Globalization;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Tracing;

namespace PostHogFeatureManagement.Tests.Evaluation.Tracing;

[Trait("Promise", "OP-03")]
public sealed class FlagTracerTests(ITestOutputHelper output)
{
    private readonly FlagEvaluator _evaluator = new(TimeProvider.System);
    private readonly FlagTracer _tracer = new(TimeProvider.System);

    [Fact]
    public void Trace_AllRecordedEvaluations_AgreesWithTheEvaluatorAndItsOwnParts()
    {
        var differences = new List<string>();
        int traces = 0;
        foreach (RecordedEvaluation recorded in RecordedEvaluation.All())
        {
            traces++;
            FlagTrace trace = _tracer.Trace(recorded.Set, recorded.Flag, recorded.Caller, propertiesAreComplete: traces % 2 == 0);
            Verdict verdict = _evaluator.Decide(recorded.Set, recorded.Flag, recorded.Caller, propertiesAreComplete: traces % 2 == 0);
            if (!verdict.Equals(trace.Verdict))
            {
                differences.Add($"{recorded.Name}: the evaluator says {verdict.Outcome} ({verdict.Reason}), the trace {trace.Verdict.Outcome} ({trace.Verdict.Reason})");
            }
            else if (TraceProof.ProblemOf(trace) is { } problem)
            {
                differences.Add($"{recorded.Name}: {problem}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{traces} traces, {differences.Count} differ"));
        Assert.True(traces > 10_000, $"Only {traces} evaluations in {Conformance.Folder}");
        Assert.Empty(differences.Take(20));
    }

    [Fact]
    public void Trace_ConditionAfterTheMatch_SaysWhatItWouldSay()
    {
        FlagTrace trace = Trace("anna", """
            {"groups":[{"properties":[{"key":"plan","value":"pro","type":"person"}]},{"properties":[{"key":"plan","value":"free","type":"person"}]}]}
            """);

        Assert.Equal([(true, FlagOutcome.Match), (false, FlagOutcome.NoMatch)], trace.Conditions.Select(static one => (one.IsReached, one.Verdict.Outcome)));
        Assert.Equal((false, true), (trace.Conditions[1].Filters[0].IsReached, trace.Conditions[1].Filters[0].Result.IsNo));
    }

    [Fact]
    public void Trace_FilterAfterTheFirstNo_IsNotReached()
    {
        FlagTrace trace = Trace("anna", """
            {"groups":[{"properties":[{"key":"plan","value":"free","type":"person"},{"key":"plan","value":"pro","type":"person"}]}]}
            """);

        Assert.Equal([(true, false), (false, true)], trace.Conditions[0].Filters.Select(static one => (one.IsReached, one.Result.IsYes)));
    }

    [Fact]
    public void Trace_Variants_HasTheBucketsThatDecide()
    {
        FlagTrace trace = Trace("anna", """
            {"groups":[{"properties":[],"rollout_percentage":100}],
             "multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]}}
            """);
        ConditionTrace condition = trace.Conditions[0];

        Assert.Equal(Bucketing.Hash("f."u8, "anna", Bucketing.RolloutSalt), condition.Bucket);
        Assert.Equal(Bucketing.Hash("f."u8, "anna", Bucketing.VariantSalt), condition.VariantBucket);
        Assert.Equal(condition.VariantBucket < 0.5 ? 0 : 1, condition.Variant);
    }

    [Fact]
    public void Trace_LargeCohort_IsCut()
    {
        string leaves = string.Join(',', Enumerable.Range(0, 600).Select(static index => $$"""{"key":"k{{index}}","type":"person","value":"v"}"""));
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.InCohort(1)), "f"), Engine.Cohorts($$"""{"type":"OR","values":[{{leaves}}]}"""));

        FlagTrace trace = _tracer.Trace(set, set[0], new PostHogContext("anna"), propertiesAreComplete: false);

        Assert.True(trace.IsCut);
        Assert.Equal(FlagReason.MissingProperty, trace.Verdict.Reason);
    }

    private FlagTrace Trace(string id, string filters)
    {
        FlagSet set = Engine.Compile(Engine.Flag(filters, "f"));
        var caller = new PostHogContext(id) { PersonProperties = new Dictionary<string, object?> { ["plan"] = "pro" } };
        return _tracer.Trace(set, set[0], caller, propertiesAreComplete: false);
    }
}
