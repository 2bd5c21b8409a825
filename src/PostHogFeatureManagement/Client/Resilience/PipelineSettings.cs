using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>The settings of one pipeline. Evaluation, definitions, remote config and events each have their own pipeline.</summary>
/// <param name="Purpose">What it is for, in messages.</param>
/// <param name="Operation">What it is for, in metrics.</param>
/// <param name="Client">The settings of all pipelines.</param>
internal sealed record PipelineSettings(string Purpose, string Operation, PostHogClientOptions Client)
{
    public required TimeSpan AttemptTimeout { get; init; }

    public required TimeSpan TotalTimeout { get; init; }

    /// <summary>How long a call takes that is slow. One that uses up its whole budget always is.</summary>
    public TimeSpan SlowFrom => Client.SlowCallThreshold < TotalTimeout ? Client.SlowCallThreshold : TotalTimeout;

    /// <summary>Whether the pipeline logs failures. If not, its user logs them.</summary>
    public bool LogsFailures { get; init; }

    public static PipelineSettings ForEvaluation(PostHogClientOptions client) => new("evaluation", TelemetryTags.Operations.Evaluate, client)
    {
        LogsFailures = true,
        AttemptTimeout = client.AttemptTimeout,
        TotalTimeout = client.TotalTimeout,
    };

    /// <summary>No check waits for definitions, and they may be large. PostHog's own SDKs allow them 10 s (protocol §3.1).</summary>
    public static PipelineSettings ForDefinitions(PostHogClientOptions client) => new("definitions", TelemetryTags.Operations.Definitions, client)
    {
        AttemptTimeout = Longer(client.AttemptTimeout, TimeSpan.FromSeconds(10)),
        TotalTimeout = Longer(client.TotalTimeout, TimeSpan.FromSeconds(20)),
    };

    /// <summary>Requests wait for remote config as they wait for flags.</summary>
    public static PipelineSettings ForRemoteConfig(PostHogClientOptions client) => new("remote config", TelemetryTags.Operations.RemoteConfig, client)
    {
        AttemptTimeout = client.AttemptTimeout,
        TotalTimeout = client.TotalTimeout,
    };

    /// <summary>No request waits for events, and a batch may be large.</summary>
    public static PipelineSettings ForEvents(PostHogClientOptions client) => new("events", TelemetryTags.Operations.Batch, client)
    {
        AttemptTimeout = Longer(client.AttemptTimeout, TimeSpan.FromSeconds(10)),
        TotalTimeout = Longer(client.AttemptTimeout, TimeSpan.FromSeconds(10)),
    };

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
