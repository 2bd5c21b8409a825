namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>What a token says. It is already certain that a key of this application signed it.</summary>
internal sealed record OverrideClaims
{
    /// <summary>The applications that the token is for.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    public required string Environment { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The distinct id of the only caller that the token is for. Null for every caller.</summary>
    public string? Subject { get; init; }

    /// <summary>The id of the token, for the log.</summary>
    public string? TokenId { get; init; }

    public required IReadOnlyDictionary<string, FlagResult> Flags { get; init; }
}
