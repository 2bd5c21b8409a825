using System.Text.Json.Serialization;

namespace PostHogFeatureManagement;

/// <summary>
/// Explains why a flag has its value. The first group holds PostHog's own reasons (<c>reason.code</c> of <c>/flags</c>).
/// The second group, from <see cref="FlagNotFound"/> on, explains why PostHog gave no value. The application's feature configuration then decides;
/// without it, the flag is off.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlagReason>))]
public enum FlagReason : byte
{
    /// <summary>The answer came without a reason, for example from the application's feature configuration.</summary>
    Unknown,

    /// <summary>A condition matched.</summary>
    ConditionMatch,

    /// <summary>No condition matched.</summary>
    NoConditionMatch,

    /// <summary>A condition matched, but its rollout does not include the caller.</summary>
    OutOfRolloutBound,

    /// <summary>The flag targets a type of group that the context does not name.</summary>
    NoGroupType,

    /// <summary>The person's early-access enrollment decided.</summary>
    SuperConditionValue,

    /// <summary>The caller belongs to the experiment's holdout group.</summary>
    HoldoutConditionValue,

    /// <summary>The flag is turned off in PostHog.</summary>
    FlagDisabled,

    /// <summary>A flag that this flag depends on is missing or broken.</summary>
    MissingDependency,

    /// <summary>PostHog does not have the flag, or does not return it for this caller.</summary>
    FlagNotFound = 32,

    /// <summary>The flag needs a property that the context does not have.</summary>
    MissingProperty,

    /// <summary>The flag needs the distinct ID to hash, and the context has none.</summary>
    MissingDistinctId,

    /// <summary>The flag needs the device ID to hash, and the context has none.</summary>
    MissingDeviceId,

    /// <summary>The flag keeps its value when a person signs in, and only PostHog's servers know that value.</summary>
    ExperienceContinuity,

    /// <summary>The flag uses a cohort whose members only PostHog's servers know.</summary>
    ServerOnlyCohort,

    /// <summary>The flag depends on a flag that is missing, part of a cycle, or cannot be decided in this process.</summary>
    UndecidedDependency,

    /// <summary>This process cannot read a value the way PostHog's servers would.</summary>
    UnreadableValue,

    /// <summary>The flag has a format or uses an operator that this version of the library does not know.</summary>
    UnsupportedFormat,

    /// <summary>The flag's definition is malformed.</summary>
    MalformedDefinition,

    /// <summary>The request to PostHog failed, or PostHog could not compute this flag.</summary>
    RequestFailed,

    /// <summary>PostHog did not answer in time.</summary>
    Timeout,

    /// <summary>The circuit is open: PostHog has been failing or slow, so the library does not ask it for a while.</summary>
    CircuitOpen,

    /// <summary>PostHog does not evaluate flags because the project has used up its quota.</summary>
    QuotaLimited,

    /// <summary>Only PostHog's servers could decide the flag, and the call or the configuration does not allow asking them.</summary>
    LocalOnly,

    /// <summary>The library is turned off (<c>PostHog:Enabled</c>).</summary>
    Disabled,

    /// <summary>The call had to wait for other requests to PostHog, and its turn had not come when it was no longer wanted.</summary>
    Overloaded,

    /// <summary>
    /// PostHog had not answered when the check had waited for as long as it may (<c>PostHog:Client:WaitAtMost</c>), and there is no cached answer. The request
    /// goes on, and later checks use its answer. It is not sent if it was still waiting for its turn (<c>PostHog:Client:MaxConcurrentRequests</c>).
    /// </summary>
    Pending,

    /// <summary>
    /// PostHog answers only with a secret key, and <c>PostHog:SecretKey</c> is not set. Only remote config (<see cref="IPostHogRemoteConfig"/>) has this
    /// reason.
    /// </summary>
    MissingSecretKey,

    /// <summary>
    /// The flag needs an authenticated caller (<c>PostHog:Identity:RequireAuthenticated</c>), and this caller is not. Neither PostHog nor the application's feature
    /// configuration is asked: the flag is off.
    /// </summary>
    Untrusted,

    /// <summary>
    /// An override gave the value: the operator's (<c>PostHog:Overrides:Flags</c>), or one for this request. Neither PostHog nor the application's feature
    /// configuration is asked.
    /// </summary>
    Override,
}
