using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>A way in which PostHog fails, or in which the application makes it look so.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Answer">How PostHog answers. Null when it answers as usual or does not listen.</param>
internal sealed record OutageKind(string Name, RequestDelegate? Answer = null)
{
    /// <summary>Nothing listens on the port.</summary>
    public bool Refuses { get; init; }

    /// <summary>How long the application's process is stopped, again and again, while PostHog is healthy. Zero for a PostHog that fails.</summary>
    public TimeSpan Stall { get; init; }

    /// <summary>How long PostHog takes to answer as usual.</summary>
    public TimeSpan Latency { get; init; }

    public bool IsPostHogHealthy => Stall > TimeSpan.Zero;

    public static OutageKind[] All { get; } =
    [
        new("refuses") { Refuses = true },
        new("hangs", OutageAnswers.Hang),
        new("drip-feed", OutageAnswers.DripFeed),
        new("cut bodies", OutageAnswers.CutBody),
        new("301", static context => OutageAnswers.StatusAsync(context, StatusCodes.Status301MovedPermanently)),
        new("404", static context => OutageAnswers.StatusAsync(context, StatusCodes.Status404NotFound)),
        new("500", static context => OutageAnswers.StatusAsync(context, StatusCodes.Status500InternalServerError)),
        new("429", static context => OutageAnswers.StatusAsync(context, StatusCodes.Status429TooManyRequests)),
        new("429, Retry-After: 10", static context => OutageAnswers.StatusAsync(context, StatusCodes.Status429TooManyRequests, retryAfter: "10")),
        new("stalled process") { Stall = TimeSpan.FromSeconds(2.5), Latency = TimeSpan.FromMilliseconds(200) },
    ];
}
