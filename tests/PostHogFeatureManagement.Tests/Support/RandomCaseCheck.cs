using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>What must hold for every document and every caller: there are answers and reports, nothing else, and they do not contradict each other.</summary>
internal sealed class RandomCaseCheck(TimeProvider clock)
{
    private readonly FlagEvaluator _evaluator = new(clock);
    private readonly DefinitionsCompilerOptions _options = new();

    /// <summary>What is wrong, null when nothing is.</summary>
    public string? FindFault(RandomCase drawn)
    {
#pragma warning disable CA1031 // Whatever is thrown is the finding.
        try
        {
            return FindContradiction(drawn);
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
#pragma warning restore CA1031
    }

    private string? FindContradiction(RandomCase drawn)
    {
        DefinitionsCompilation compilation = DefinitionsCompiler.Compile(drawn.Document, _options);
        if (compilation.FlagSet is null)
        {
            return string.IsNullOrEmpty(compilation.Error) ? "Neither flags nor an error." : null;
        }

        if (compilation.FlagSet.Reports.Any(static report => string.IsNullOrEmpty(report.Detail)))
        {
            return "A report says nothing.";
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
        var all = new FlagEvaluation[set.Count];
        _evaluator.EvaluateAll(set, context, propertiesAreComplete, all);
        for (int ordinal = 0; ordinal < set.Count; ordinal++)
        {
            FlagEvaluation alone = _evaluator.Evaluate(set, set[ordinal], context, propertiesAreComplete);
            if (!Same(alone, all[ordinal]))
            {
                return $"'{set[ordinal].Key}' alone is {Show(alone)}, among all {Show(all[ordinal])}.";
            }

            if (!Enum.IsDefined(alone.Outcome) || !Enum.IsDefined(alone.Reason) || (!alone.IsConclusive && alone.Reason == FlagReason.Unknown))
            {
                return $"'{set[ordinal].Key}' is {Show(alone)}.";
            }

            if (set[ordinal].ServerCause is not null && alone.IsEnabled)
            {
                return $"'{set[ordinal].Key}' was said to need the server and is {Show(alone)}.";
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
}
