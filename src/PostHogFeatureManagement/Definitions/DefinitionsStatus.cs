namespace PostHogFeatureManagement;

/// <summary>The state of the flag definitions at one moment. Immutable.</summary>
public sealed record DefinitionsStatus
{
    /// <summary>
    /// Whether this process polls PostHog: it has a secret key and is neither switched off nor offline, and if instances share definitions, it is the one that
    /// polls, or cannot share them at the moment.
    /// </summary>
    public required bool IsPolling { get; init; }

    /// <summary>Whether the instances of the application share definitions (<c>Definitions:Share</c>), so that only one of them polls.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether polls are as rare as <c>Definitions:IdleInterval</c>, because no flag was checked for <c>Definitions:IdleAfter</c>.</summary>
    public bool IsIdle { get; init; }

    /// <summary>Where the definitions in use came from. Null when there are none.</summary>
    public DefinitionsSource? Source { get; init; }

    /// <summary>The order of versions: a higher one is newer. 0 for definitions from a file, and when there are none.</summary>
    public long Generation { get; init; }

    /// <summary>The number of flags. 0 when there are no definitions.</summary>
    public int Flags { get; init; }

    /// <summary>How many of the flags this process can never decide, so PostHog or the configuration does.</summary>
    public int ServerOnlyFlags { get; init; }

    /// <summary>When PostHog sent the definitions in use. Null when that is not known, as for a file without the time, and when there are none.</summary>
    public DateTimeOffset? FetchedAt { get; init; }

    /// <summary>When PostHog last sent or confirmed definitions to this process or to one that shares them with it. Null when it never has.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>
    /// How long ago the definitions in use were known to be current: since <see cref="ConfirmedAt"/>, or since <see cref="FetchedAt"/> for definitions from a file.
    /// Null when that is not known.
    /// </summary>
    public TimeSpan? Age { get; init; }

    /// <summary>
    /// The cause of the most recent failed poll and what to do about it, without secrets. It stays after polls succeed again; compare <see cref="LastFailureAt"/>
    /// with <see cref="ConfirmedAt"/>. Null when none has failed.
    /// </summary>
    public string? LastFailure { get; init; }

    /// <summary>When the most recent poll failed. Null when none has.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>Whether PostHog reports that the project's quota of flag requests is used up.</summary>
    public bool IsQuotaLimited { get; init; }

    /// <summary>What this instance's requests cost.</summary>
    public required PostHogUsage Usage { get; init; }
}
