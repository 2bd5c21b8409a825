using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator;

/// <summary>The faults of the emulated PostHog. They apply to PostHog's endpoints, never to the page and the control endpoints.</summary>
public sealed record PostHogEmulatorFaults
{
    /// <summary>No faults.</summary>
    public static PostHogEmulatorFaults None { get; } = new();

    /// <summary>How long to delay every answer, up to ten minutes. Default: no delay.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The HTTP status of every answer, 400 to 599. Default: null, which answers normally.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// The pause that an answer with <see cref="Status"/> asks for in <c>Retry-After</c>, in whole seconds, up to one hour. Default: null, for no such header.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether to accept requests without answering them until the fault is removed or the client leaves. Default: false.</summary>
    public bool Hang { get; init; }

    /// <summary>
    /// Whether the project's quota is used up. If so, <c>/flags/definitions</c> and <c>/i/v1/analytics/events</c> answer 402, <c>/flags</c> answers
    /// <c>quotaLimited</c>, and the other endpoints for events answer 200 and drop the events, as PostHog does. Default: false.
    /// </summary>
    public bool QuotaExceeded { get; init; }

    /// <summary>
    /// The name of events that PostHog cannot use. A batch with such an event is answered 400 as a whole, and on <c>/i/v1/analytics/events</c> only the event is
    /// dropped. Default: null, for no such events.
    /// </summary>
    public string? RejectedEvent { get; init; }

    /// <summary>The most events that a request may have. A larger one is answered 413. Default: null, for any number.</summary>
    public int? MaxBatchSize { get; init; }

    /// <summary>How many requests the faults affect, from 1. After them, the emulator answers normally. Default: null, for all requests.</summary>
    public int? Times { get; init; }

    /// <summary>How long the faults last, more than zero and up to one day. After it, the emulator answers normally. Default: null, for until they change.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The only affected endpoint, for example <c>/flags</c>, <c>/flags/definitions</c> or <c>/batch</c>. Default: null, for all endpoints.</summary>
    public string? Endpoint { get; init; }

    internal bool Concerns(string endpoint) => Endpoint is null || EndpointNames.Canonical(Endpoint) == endpoint;

    /// <summary>Describes an invalid value by its name in the control endpoint. Null if all values are valid.</summary>
    internal string? Problem()
    {
        if (Latency < TimeSpan.Zero || Latency > TimeSpan.FromMinutes(10))
        {
            return "\"latencyMs\" must be a number from 0 to 600000.";
        }

        if (Status is < 400 or > 599)
        {
            return "\"status\" must be a number from 400 to 599.";
        }

        if (RetryAfter < TimeSpan.Zero || RetryAfter > TimeSpan.FromHours(1))
        {
            return "\"retryAfterSeconds\" must be a number from 0 to 3600.";
        }

        if (Times < 1)
        {
            return "\"times\" must be a number from 1.";
        }

        if (Duration <= TimeSpan.Zero || Duration > TimeSpan.FromDays(1))
        {
            return "\"seconds\" must be a number above 0 and up to 86400.";
        }

        if (MaxBatchSize < 1)
        {
            return "\"maxBatchSize\" must be a number from 1.";
        }

        return Endpoint is not null && !EndpointNames.All.Contains(EndpointNames.Canonical(Endpoint))
            ? $"\"endpoint\" must be one of {string.Join(", ", EndpointNames.All)}."
            : null;
    }
}
