using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Evaluation.Tracing;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.Explain.Local;

/// <summary>Explains what this process makes of a flag, whether or not a check would come to that. Thread-safe. Never throws.</summary>
internal sealed class LocalExplainer(FlagTracer tracer, IPostHogDefinitions definitions, LogThrottle throttle, ILogger<LocalExplainer> logger)
{
    /// <summary>Null when the definitions do not have the flag, or cannot be followed.</summary>
    public LocalExplanation? Explain(in FlagQuestion question, bool showValues)
    {
        if (question.Definitions is not { } snapshot || question.Flag is not { } flag)
        {
            return null;
        }

        try
        {
            FlagTrace trace = tracer.Trace(snapshot.FlagSet, flag, question.Caller, question.Options.PropertiesAreComplete);
            var raw = RawFlag.Find(snapshot.Content.Body, flag.Key);
            return new LocalExplanation(snapshot, definitions.Status.Age, ExplainedFlag.Of(trace, raw, question.Caller, showValues));
        }
        catch (Exception exception)
        {
            // As in a check, no definition may be so unusual that it throws (FM-20).
            if (throttle.IsDue(LogEvents.FlagDecisionBroke, flag.Key))
            {
                logger.FlagDecisionBroke(flag.Key, exception);
            }

            return null;
        }
    }
}
