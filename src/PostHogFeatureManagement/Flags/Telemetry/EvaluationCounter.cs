using System.Runtime.CompilerServices;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags.Telemetry;

/// <summary>Counts answers. It is on the path of every check, where it only looks whether someone collects. Thread-safe.</summary>
internal sealed class EvaluationCounter(PostHogMetrics metrics, EvaluationReasons reasons, KnownRemoteFlags knownRemotely)
{
    public bool IsOn => metrics.CountsEvaluations;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Count(in FlagQuestion question, in FlagAnswer answer)
    {
        FlagResult result = answer.Result;
        metrics.Evaluated(KnownKeyOf(question, answer), result.Variant ?? (result.IsEnabled ? "true" : "false"), reasons.Of(question, answer).Reason);
    }

    // The name as the application writes it counts only when the application itself has a flag with this name.
    private string? KnownKeyOf(in FlagQuestion question, in FlagAnswer answer) => answer.FlagKey ?? question.Flag?.Key ?? answer.Result.Source switch
    {
        FlagSource.Configuration or FlagSource.Override => question.Key,
        _ => knownRemotely.Find(question.Key),
    };
}
