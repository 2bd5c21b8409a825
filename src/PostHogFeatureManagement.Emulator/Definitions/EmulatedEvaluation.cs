using PostHogFeatureManagement.Emulator.Definitions.Rules;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>
/// Evaluates like PostHog's server, to which a property it does not have is absent, not unknown. It fails for a flag that it cannot read, and for those that
/// depend on one.
/// </summary>
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

        if (flag.ConfigurationVersion != ConfigurationVersions.Conditions || !flags.TryGetFlag(flag.Key, out FlagDefinition? definition))
        {
            return Failed();
        }

        if (definition.Dependencies.AreBroken)
        {
            return new EmulatedAnswer(false, null, ReasonCodes.MissingDependency, null);
        }

        FlagEvaluation evaluation = _evaluator.Evaluate(flags, definition, context, propertiesAreComplete: true);
        return evaluation.IsConclusive
            ? new EmulatedAnswer(evaluation.IsEnabled, evaluation.Variant, ReasonCodes.Of(evaluation.Reason), Index(evaluation))
            : Failed();
    }

    private static EmulatedAnswer Typed(RuleAnswer answer) => new(answer.IsEnabled, answer.Variant, answer.ReasonCode, answer.Index) { Rule = answer };

    private static EmulatedAnswer Failed() => new(false, null, ReasonCodes.UnreadableFlag, null, HasFailed: true);

    private static int? Index(FlagEvaluation evaluation) => evaluation.ConditionIndex < 0 ? null : evaluation.ConditionIndex;
}
