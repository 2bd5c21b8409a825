using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Checks what must hold for every document and every caller: only answers and reports, no exceptions, and no contradictions.</summary>
internal sealed class RandomCaseCheck : RandomCheck
{
    private readonly FlagEvaluator _evaluator = new(new StandingClock());
    private readonly DefinitionsCompilerOptions _options = new();

    protected override string? FindFault(RandomTrial trial)
    {
        var drawn = RandomCase.Draw(trial.Random);
        trial.Documents.Add(drawn.Document);
        return trial.Take(drawn.Document.Length, () => FindContradiction(drawn));
    }

    private string? FindContradiction(RandomCase drawn)
    {
        DefinitionsCompilation compilation = DefinitionsCompiler.Compile(drawn.Document, _options);
        if (compilation.FlagSet is null)
        {
            return string.IsNullOrEmpty(compilation.Error) ? "There are neither flags nor an error." : null;
        }

        if (compilation.FlagSet.Reports.Any(static report => string.IsNullOrEmpty(report.Detail)))
        {
            return "A report has no detail.";
        }

        foreach (PostHogContext context in drawn.Contexts)
        {
            string? fault = FindContradiction(compilation.FlagSet, context, propertiesAreComplete: false) ?? FindContradiction(compilation.FlagSet, context, propertiesAreComplete: true);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private string? FindContradiction(FlagSet set, PostHogContext context, bool propertiesAreComplete)
    {
        var verdicts = new Verdict[set.Count];
        _evaluator.DecideAll(set, context, propertiesAreComplete, verdicts);
        for (int ordinal = 0; ordinal < set.Count; ordinal++)
        {
            FlagEvaluation alone = _evaluator.Evaluate(set, set[ordinal], context, propertiesAreComplete);
            FlagEvaluation amongAll = set[ordinal].ToEvaluation(verdicts[ordinal]);
            if (!Same(alone, amongAll))
            {
                return $"'{set[ordinal].Key}' is {Show(alone)} alone, but {Show(amongAll)} among all flags.";
            }

            if (!Enum.IsDefined(alone.Outcome) || !Enum.IsDefined(alone.Reason) || (!alone.IsConclusive && alone.Reason == FlagReason.Unknown))
            {
                return $"'{set[ordinal].Key}' is {Show(alone)}.";
            }

            if (set[ordinal].ServerCause is not null && alone.IsEnabled)
            {
                return $"'{set[ordinal].Key}' was reported to need the server, but is {Show(alone)}.";
            }
        }

        return null;
    }

    private static bool Same(in FlagEvaluation left, in FlagEvaluation right) =>
        left.Outcome == right.Outcome
        && left.Reason == right.Reason
        && left.ConditionIndex == right.ConditionIndex
        && left.Variant == right.Variant
        && ReferenceEquals(left.Payload, right.Payload);

    private static string Show(in FlagEvaluation evaluation) =>
        $"{evaluation.Outcome} ({evaluation.Reason}, condition {evaluation.ConditionIndex}, variant {evaluation.Variant ?? "none"})";

    /// <summary>A case always gives the same result.</summary>
    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
