using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator;

/// <summary>What is wrong with the emulated PostHog. Applies to PostHog's endpoints, never to the page and its control endpoints.</summary>
public sealed record PostHogEmulatorFaults
{
    /// <summary>Nothing is wrong.</summary>
    public static PostHogEmulatorFaults None { get; } = new();

    /// <summary>How long every answer is held back, up to ten minutes. Default: none.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>The status every request is answered with, 400 to 599. Default: none.</summary>
    public int? Status { get; init; }

    /// <summary>Requests are taken and not answered until the fault is removed or the client leaves. Default: false.</summary>
    public bool Hang { get; init; }

    /// <summary>
    /// The project's quota is used up: <c>/flags/definitions</c> answers 402 and <c>/flags</c> says <c>quotaLimited</c>, as PostHog does. Default: false.
    /// </summary>
    public bool QuotaExceeded { get; init; }

    /// <summary>The only endpoint concerned, for example <c>/flags</c>, <c>/flags/definitions</c> or <c>/batch</c>. Default: null, which is all of them.</summary>
    public string? Endpoint { get; init; }

    internal bool Concerns(string endpoint) => Endpoint is null || EndpointNames.Canonical(Endpoint) == endpoint;

    /// <summary>What is wrong with these faults, in the words of the control endpoint; null when nothing is.</summary>
    internal string? Problem()
    {
        if (Latency < TimeSpan.Zero || Latency > TimeSpan.FromMinutes(10))
        {
            return "\"latencyMs\" has to be a number from 0 to 600000.";
        }

        if (Status is < 400 or > 599)
        {
            return "\"status\" has to be a number from 400 to 599.";
        }

        return Endpoint is not null && !EndpointNames.All.Contains(EndpointNames.Canonical(Endpoint))
            ? $"\"endpoint\" has to be one of {string.Join(", ", EndpointNames.All)}."
            : null;
    }
}
