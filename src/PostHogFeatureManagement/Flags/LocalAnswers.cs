using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Flags;

/// <summary>Decides flags in this process from PostHog's definitions. Thread-safe. Never throws.</summary>
internal sealed class LocalAnswers(FlagEvaluator evaluator, LogThrottle throttle, ILogger<LocalAnswers> logger)
{
    /// <summary>The flag's value, or no value and the reason why this process cannot decide it.</summary>
    public FlagAnswer Get(in FlagQuestion question)
    {
        if (question.Definitions is not { } definitions || question.Flag is not { } flag)
        {
            return FlagAnswer.NoValue(FlagReason.LocalOnly);
        }

        FlagEvaluation evaluation = flag.ToEvaluation(Decide(definitions, flag, question.Caller, question.Options));
        return evaluation.IsConclusive ? FlagAnswer.Local(evaluation, flag, definitions) : FlagAnswer.NoValue(evaluation.Reason);
    }

    /// <summary>All flags that this process can decide. The others stay undecided.</summary>
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
            // One flag failed and broke the whole evaluation. Evaluating each flag on its own also finds the one that fails (FM-20).
            return FlagResults.Create(definitions, flag => Decide(definitions, flag, context, options));
        }
    }

    private Verdict Decide(DefinitionsSnapshot definitions, FlagDefinition flag, PostHogContext context, FlagCallOptions options)
    {
        try
        {
            return evaluator.Decide(definitions.FlagSet, flag, context, options.PropertiesAreComplete);
        }
        catch (Exception exception)
        {
            // No definition, however unusual, may turn a check into a 500 response (FM-20).
            if (throttle.IsDue(LogEvents.FlagDecisionBroke, flag.Key))
            {
                logger.FlagDecisionBroke(flag.Key, exception);
            }

            return Verdict.NeedsServer(FlagReason.MalformedDefinition);
        }
    }
}
