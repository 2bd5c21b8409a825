using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>Sets that mean "PostHog had no answer".</summary>
internal static class RemoteFailures
{
    public static readonly RemoteFlagSet RequestFailed = RemoteFlagSet.Failed(FlagReason.RequestFailed);
    public static readonly RemoteFlagSet Timeout = RemoteFlagSet.Failed(FlagReason.Timeout);
    public static readonly RemoteFlagSet CircuitOpen = RemoteFlagSet.Failed(FlagReason.CircuitOpen);
    public static readonly RemoteFlagSet QuotaLimited = RemoteFlagSet.Failed(FlagReason.QuotaLimited);
    public static readonly RemoteFlagSet Overloaded = RemoteFlagSet.Failed(FlagReason.Overloaded);
    public static readonly RemoteFlagSet Pending = RemoteFlagSet.Failed(FlagReason.Pending);
    public static readonly RemoteFlagSet Disabled = RemoteFlagSet.Failed(FlagReason.Disabled);
    public static readonly RemoteFlagSet MissingDistinctId = RemoteFlagSet.Failed(FlagReason.MissingDistinctId);

    private static readonly RemoteFlagSet Unreachable = RemoteFlagSet.Failed(FlagReason.RequestFailed, "connection_error");

    /// <summary>The failure of a request for flags.</summary>
    public static RemoteFlagSet Of(in WireAnswer<FlagsResponse> answer)
    {
        RemoteFlagSet failure = Of(answer.Failure);
        if (failure.Failure != FlagReason.RequestFailed)
        {
            return failure;
        }

        return answer switch
        {
            { Failure: WireFailure.Unreachable } => Unreachable,
            { Failure: not WireFailure.Unreadable, StatusCode: { } status } =>
                RemoteFlagSet.Failed(FlagReason.RequestFailed, FormattableString.Invariant($"api_error_{status}")),
            _ => failure,
        };
    }

    /// <summary>The only place that gives a failure its reason.</summary>
    public static RemoteFlagSet Of(WireFailure failure) => failure switch
    {
        WireFailure.TimedOut => Timeout,
        WireFailure.CircuitOpen => CircuitOpen,
        WireFailure.QuotaLimited => QuotaLimited,
        WireFailure.Overloaded => Overloaded,
        WireFailure.SwitchedOff => Disabled,
        _ => RequestFailed,
    };
}
