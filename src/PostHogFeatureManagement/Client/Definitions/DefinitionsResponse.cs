namespace PostHogFeatureManagement.Client.Definitions;

/// <summary>PostHog's flag definitions, or why there are none. Immutable.</summary>
internal sealed record DefinitionsResponse(DefinitionsOutcome Outcome)
{
    /// <summary>The body as PostHog sent it; empty unless <see cref="Outcome"/> is <see cref="DefinitionsOutcome.Modified"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The ETag header as PostHog sent it, with its weak mark; null when there was none.</summary>
    public string? ETag { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public int? StatusCode { get; init; }
}
