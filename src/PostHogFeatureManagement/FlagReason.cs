namespace PostHogFeatureManagement;

/// <summary>
/// Why a flag has the value it has. The first group are PostHog's own reasons (<c>reason.code</c> of <c>/flags</c>);
/// the second says why PostHog gave no value, in which case configuration answers, else off.
/// </summary>
public enum FlagReason : byte
{
    /// <summary>No reason is known: an answer in a shape that carries none.</summary>
    Unknown,

    /// <summary>A condition matched.</summary>
    ConditionMatch,

    /// <summary>No condition matched.</summary>
    NoConditionMatch,

    /// <summary>A condition matched, but its rollout left the caller out.</summary>
    OutOfRolloutBound,

    /// <summary>The flag targets a group the caller did not name.</summary>
    NoGroupType,

    /// <summary>The person's early-access enrolment decided.</summary>
    SuperConditionValue,

    /// <summary>The caller is held out of the experiment.</summary>
    HoldoutConditionValue,

    /// <summary>The flag is switched off in PostHog.</summary>
    FlagDisabled,

    /// <summary>A flag this one depends on is missing or broken.</summary>
    MissingDependency,

    /// <summary>PostHog does not have the flag, or did not return it for this caller.</summary>
    FlagNotFound = 32,

    /// <summary>A property the flag asks for was not given.</summary>
    MissingProperty,

    /// <summary>The flag hashes an id, and the caller has none.</summary>
    MissingDistinctId,

    /// <summary>The flag hashes the device id, and the caller has none.</summary>
    MissingDeviceId,

    /// <summary>The flag keeps its value across sign-in, which only PostHog's servers can tell.</summary>
    ExperienceContinuity,

    /// <summary>The flag uses a cohort whose members only PostHog's servers know.</summary>
    ServerOnlyCohort,

    /// <summary>The flag depends on one that is missing, cyclic or undecided here.</summary>
    UndecidedDependency,

    /// <summary>A value could not be read the way PostHog's servers would read it.</summary>
    UnreadableValue,

    /// <summary>The flag is written in a format or uses an operator this version does not know.</summary>
    UnsupportedFormat,

    /// <summary>The flag's definition is malformed.</summary>
    MalformedDefinition,

    /// <summary>The request to PostHog failed or PostHog failed to compute this flag.</summary>
    RequestFailed,

    /// <summary>PostHog did not answer in time.</summary>
    Timeout,

    /// <summary>PostHog is not asked because it has been failing or slow.</summary>
    CircuitOpen,

    /// <summary>PostHog refuses to evaluate because the project's quota is used up.</summary>
    QuotaLimited,

    /// <summary>The server would have to be asked, and the call or the configuration forbids it.</summary>
    LocalOnly,

    /// <summary>The library is switched off (<c>PostHog:Enabled</c>).</summary>
    Disabled,

    /// <summary>Too many requests to PostHog are under way.</summary>
    Overloaded,
}
