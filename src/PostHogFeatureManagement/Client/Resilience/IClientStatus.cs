using PostHogFeatureManagement.Client.Resilience.Breaker;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>What health checks and the explain page may know about requests to PostHog.</summary>
internal interface IClientStatus
{
    /// <summary>The circuit for evaluation. Definitions have none, and remote config has one of its own.</summary>
    BreakerStatus Circuit { get; }

    PipelineStatus Evaluation { get; }

    PipelineStatus Definitions { get; }

    PipelineStatus RemoteConfig { get; }

    PipelineStatus Events { get; }
}
