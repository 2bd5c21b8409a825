using PostHogFeatureManagement.Client;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>Sets that mean "PostHog had no answer", one object for each reason.</summary>
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
