namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>A way in which PostHog fails.</summary>
internal sealed record Trouble(string Name)
{
    /// <summary>Nothing listens any more.</summary>
    public bool Refuses { get; init; }

    /// <summary>Requests are taken and never answered.</summary>
    public bool Hangs { get; init; }

    public int Status { get; init; }

    /// <summary>How many seconds PostHog asks to be left alone; null when it does not say.</summary>
    public string? RetryAfter { get; init; }

    public static Trouble[] All { get; } =
    [
        new("refuses") { Refuses = true },
        new("hangs") { Hangs = true },
        new("500") { Status = 500 },
        new("429") { Status = 429 },
        new("429, Retry-After: 10") { Status = 429, RetryAfter = "10" },
    ];
}
