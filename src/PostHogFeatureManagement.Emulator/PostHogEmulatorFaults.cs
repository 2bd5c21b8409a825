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

    /// <summary>Whether to accept requests without answering them until the fault is removed or the client leaves. Default: false.</summary>
    public bool Hang { get; init; }

    /// <summary>
    /// Whether the project's quota is used up. If so, <c>/flags/definitions</c> answers 402 and <c>/flags</c> answers <c>quotaLimited</c>, as PostHog does.
    /// Default: false.
    /// </summary>
    public bool QuotaExceeded { get; init; }

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

        return Endpoint is not null && !EndpointNames.All.Contains(EndpointNames.Canonical(Endpoint))
            ? $"\"endpoint\" must be one of {string.Join(", ", EndpointNames.All)}."
            : null;
    }
}
