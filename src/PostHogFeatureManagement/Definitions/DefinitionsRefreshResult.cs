namespace PostHogFeatureManagement;

/// <summary>How a call of <see cref="IPostHogDefinitions.RefreshAsync"/> ended. Immutable.</summary>
/// <param name="Outcome">What happened.</param>
public sealed record DefinitionsRefreshResult(DefinitionsRefreshOutcome Outcome)
{
    /// <summary>The cause and what to do about it, without secrets. Null unless the outcome is <see cref="DefinitionsRefreshOutcome.Failed"/>.</summary>
    public string? Failure { get; init; }

    /// <summary>When PostHog may be asked again. Null unless the outcome is <see cref="DefinitionsRefreshOutcome.Postponed"/>.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
