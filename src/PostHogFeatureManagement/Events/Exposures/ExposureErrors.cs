using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Events.Exposures;

/// <summary>What an exposure says about trouble, in PostHog's words (protocol §10.3).</summary>
internal static class ExposureErrors
{
    private const string SomeNotComputed = "errors_while_computing_flags";

    /// <summary>Null when there was none.</summary>
    /// <param name="result">PostHog's result.</param>
    /// <param name="remote">What PostHog's servers answered for the caller. Null when they did not answer.</param>
    public static string? Of(in FlagResult result, RemoteAnswer? remote)
    {
        bool areSomeNotComputed = remote is { HasAnswers: true, HasErrors: true };
        if (result.HasValue)
        {
            return areSomeNotComputed ? SomeNotComputed : null;
        }

        return result.Reason switch
        {
            FlagReason.Timeout or FlagReason.Pending or FlagReason.Overloaded => "timeout",
            FlagReason.CircuitOpen => "connection_error",
            FlagReason.QuotaLimited => "quota_limited",
            FlagReason.RequestFailed => areSomeNotComputed ? SomeNotComputed : remote?.Error ?? "unknown_error",
            _ => "local_evaluation_inconclusive",
        };
    }
}
