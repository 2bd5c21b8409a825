namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>A way in which PostHog fails.</summary>
internal sealed record OutageKind(string Name)
{
    /// <summary>Nothing listens on the port.</summary>
    public bool Refuses { get; init; }

    /// <summary>Requests are accepted but never answered.</summary>
    public bool Hangs { get; init; }

    public int Status { get; init; }

    /// <summary>The value of <c>Retry-After</c> in seconds. Null for none.</summary>
    public string? RetryAfter { get; init; }

    public static OutageKind[] All { get; } =
    [
        new("refuses") { Refuses = true },
        new("hangs") { Hangs = true },
        new("500") { Status = 500 },
        new("429") { Status = 429 },
        new("429, Retry-After: 10") { Status = 429, RetryAfter = "10" },
    ];
}
