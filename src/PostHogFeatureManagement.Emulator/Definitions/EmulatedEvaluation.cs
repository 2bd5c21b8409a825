using PostHogFeatureManagement.Emulator.Definitions.Rules;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>Evaluates like PostHog's server, which always has an answer: to the server, a property it does not have is absent, not unknown.</summary>
internal sealed class EmulatedEvaluation(TimeProvider timeProvider)
{
    private readonly FlagEvaluator _evaluator = new(timeProvider);

    public EmulatedAnswer Evaluate(FlagSet flags, EmulatedFlag flag, PostHogContext context)
    {
        if (!flag.IsActive)
        {
            return new EmulatedAnswer(false, null, ReasonCodes.FlagDisabled, null);
        }

        if (flag.Rules is { } rules)
        {
            return rules.Evaluate(flags, _evaluator, context) is { } answer ? Typed(answer) : Failed();
        }

        if (flag.ConfigurationVersion != ConfigurationVersions.Conditions
            || HasUnknownOperator(flags, flag.Key)
            || !flags.TryGetFlag(flag.Key, out FlagDefinition? definition))
        {
            return Failed();
        }

        FlagEvaluation evaluation = _evaluator.Evaluate(flags, definition, context, propertiesAreComplete: true);
        return evaluation.IsConclusive
            ? new EmulatedAnswer(evaluation.IsEnabled, evaluation.Variant, ReasonCodes.Of(evaluation.Reason), Index(evaluation))
            : Settle(evaluation);
    }

    /// <summary>Decides what a client would leave undecided, in most cases as "no match" (protocol §5.3, §5.6, §8).</summary>
    private static EmulatedAnswer Settle(FlagEvaluation evaluation) => evaluation.Reason switch
    {
        FlagReason.UndecidedDependency => new EmulatedAnswer(false, null, ReasonCodes.MissingDependency, null),
        FlagReason.MissingDeviceId => new EmulatedAnswer(false, null, ReasonCodes.OutOfRolloutBound, Index(evaluation)),
        FlagReason.UnsupportedFormat or FlagReason.MalformedDefinition => Failed(),
        _ => new EmulatedAnswer(false, null, ReasonCodes.NoConditionMatch, Index(evaluation)),
    };

    /// <summary>An operator that the server does not know makes the whole definition unreadable to it, other conditions included.</summary>
    private static bool HasUnknownOperator(FlagSet flags, string key) =>
        flags.Reports.Any(report => report.FlagKey == key && report.Problem == LoadProblem.UnknownOperator);

    private static EmulatedAnswer Typed(RuleAnswer answer) => new(answer.IsEnabled, answer.Variant, answer.ReasonCode, answer.Index) { Rule = answer };

    private static EmulatedAnswer Failed() => new(false, null, ReasonCodes.UnreadableFlag, null, HasFailed: true);

    private static int? Index(FlagEvaluation evaluation) => evaluation.ConditionIndex < 0 ? null : evaluation.ConditionIndex;
}
