using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Explain.Local;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>The trace that the page shows leads to the emulator's own answer.</summary>
[Trait("Promise", "EM-03")]
public sealed class EmulatedTracingTests
{
    private readonly EmulatedEvaluation _evaluation = new(TimeProvider.System);
    private readonly EmulatedTracing _tracing = new(TimeProvider.System);

    [Fact]
    public void Explain_AllRecordedEvaluations_AgreesWithTheAnswer()
    {
        var snapshots = new Dictionary<byte[], DefinitionsSnapshot?>(ReferenceEqualityComparer.Instance);
        var differences = new List<string>();
        int compared = 0;
        foreach (RecordedEvaluation recorded in RecordedEvaluation.All())
        {
            if (!snapshots.TryGetValue(recorded.Document, out DefinitionsSnapshot? snapshot))
            {
                snapshots[recorded.Document] = snapshot = DefinitionsSnapshot.Create(DefinitionsText.Parse(recorded.Document, out _)!, out _);
            }

            if (snapshot?.Find(recorded.Flag.Key) is { Rules: null, ConfigurationVersion: 1 } flag && _tracing.Explain(snapshot, flag, recorded.Caller) is { } explained)
            {
                compared++;
                EmulatedAnswer answer = _evaluation.Evaluate(snapshot.ServerFlags, flag, recorded.Caller);
                if (Told(explained) != Told(answer))
                {
                    differences.Add($"{recorded.Name}: the answer is {Told(answer)}, the trace says {Told(explained)}");
                }
            }
        }

        Assert.True(compared > 10_000, $"Only {compared} evaluations");
        Assert.Empty(differences.Take(20));
    }

    private static string Told(ExplainedFlag explained)
    {
        Verdict verdict = explained.Trace.Verdict;
        FlagEvaluation evaluation = explained.Trace.Flag.ToEvaluation(verdict);
        return !verdict.IsConclusive ? "no decision"
            : $"{evaluation.IsEnabled} {evaluation.Variant} {ReasonCodes.Of(verdict.Reason)} {(verdict.ConditionIndex < 0 ? null : verdict.ConditionIndex)}";
    }

    private static string Told(EmulatedAnswer answer) => answer.HasFailed || answer.ReasonCode == ReasonCodes.MissingDependency
        ? "no decision"
        : $"{answer.IsEnabled} {answer.Variant} {answer.ReasonCode} {answer.ConditionIndex}";
}
