using PostHogFeatureManagement.Events.Exposures;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.Explain;

/// <summary>Tells what a check would mean for exposures, without remembering anything. Thread-safe.</summary>
internal sealed class ExposureForecast(ExposureRule rule, SeenExposures seen)
{
    public ExplainedExposure Of(in FlagQuestion question, in FlagAnswer answer)
    {
        if (!rule.Counts(question, answer, out FlagResult result))
        {
            return default;
        }

        string key = answer.FlagKey ?? question.Key;
        return new ExplainedExposure(rule.IsWanted(key, question), seen.Knows(ExposureHash.Of(question.Caller, key, result)));
    }
}
