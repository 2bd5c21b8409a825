using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Flags;

/// <summary>What this process decides from PostHog's definitions. Thread-safe; nothing is thrown.</summary>
internal sealed class LocalAnswers(FlagEvaluator evaluator, LogThrottle throttle, ILogger<LocalAnswers> logger)
{
    /// <summary>The flag's value, or no value with the reason why it cannot be decided here.</summary>
    public FlagAnswer Get(in FlagQuestion question)
    {
        if (question.Definitions is not { } definitions || question.Flag is not { } flag)
        {
            return FlagAnswer.NoValue(FlagReason.LocalOnly);
        }

        FlagEvaluation evaluation = Evaluate(definitions, flag, question.Caller, question.Options);
        return evaluation.IsConclusive ? FlagAnswer.Local(evaluation, flag, definitions) : FlagAnswer.NoValue(evaluation.Reason);
    }

    /// <summary>All flags that can be decided here; what cannot is left open.</summary>
    public FlagResults GetAll(DefinitionsSnapshot? definitions, PostHogContext context, FlagCallOptions options)
    {
        if (definitions is null)
        {
            return FlagResults.Empty;
        }

        try
        {
            return FlagResults.Evaluate(definitions, evaluator, context, options.PropertiesAreComplete);
        }
        catch (Exception)
        {
            // One flag broke all of them. Evaluating each on its own also finds out which one it is (FM-20).
            return FlagResults.Create(definitions, flag => Evaluate(definitions, flag, context, options));
        }
    }

    private FlagEvaluation Evaluate(DefinitionsSnapshot definitions, FlagDefinition flag, PostHogContext context, FlagCallOptions options)
    {
        try
        {
            return evaluator.Evaluate(definitions.FlagSet, flag, context, options.PropertiesAreComplete);
        }
        catch (Exception exception)
        {
            // No definition, however odd, may turn a gate into a 500 (FM-20).
            if (throttle.IsDue(LogEvents.FlagDecisionBroke, flag.Key))
            {
                logger.FlagDecisionBroke(flag.Key, exception);
            }

            return new FlagEvaluation(FlagOutcome.NeedsServer, FlagReason.MalformedDefinition);
        }
    }
}
