using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>PostHog's answers for one caller, and where they come from. Immutable: keeping one pins the caller's flags.</summary>
internal sealed class RemoteAnswer(RemoteFlagSet flags, FlagSource source)
{
    /// <summary><see cref="FlagSource.Remote"/>, <see cref="FlagSource.Cache"/> or <see cref="FlagSource.Stale"/>.</summary>
    public FlagSource Source { get; } = source;

    /// <summary>Why there are no answers; <see cref="FlagReason.Unknown"/> when there are.</summary>
    public FlagReason Failure => flags.Failure;

    /// <summary>How the request failed, in PostHog's words. Null when <see cref="Failure"/> says it all.</summary>
    public string? Error => flags.Error;

    public bool HasAnswers => flags.Failure == FlagReason.Unknown;

    /// <summary>Whether the caller's time was over before PostHog answered.</summary>
    public bool IsPending => flags.Failure == FlagReason.Pending;

    /// <summary>Where <see cref="KnownRemoteFlags"/> finds the keys.</summary>
    public RemoteFlagSet Set => flags;

    public IEnumerable<RemoteFlag> Flags => flags.Outcomes.All;

    /// <summary>PostHog's id of the request that returned the answers.</summary>
    public string? RequestId => flags.RequestId;

    /// <summary>When PostHog evaluated the flags, in Unix milliseconds.</summary>
    public long? EvaluatedAt => flags.EvaluatedAt;

    public bool MinimalFlagCalledEvents => flags.MinimalFlagCalledEvents;

    /// <summary>Whether PostHog failed to compute some flags (protocol §2.7).</summary>
    public bool HasErrors => flags.HasErrors;

    /// <summary>Finds a flag's answer. False means "no value", never "off"; <see cref="MissingReason"/> says why.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out RemoteFlag? flag) => flags.TryGet(key, out flag);

    /// <summary>Why a flag that <see cref="TryGet"/> did not find has no value.</summary>
    public FlagReason MissingReason()
    {
        if (!HasAnswers)
        {
            return Failure;
        }

        return HasErrors ? FlagReason.RequestFailed : FlagReason.FlagNotFound;
    }
}
