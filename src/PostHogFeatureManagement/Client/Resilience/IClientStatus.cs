namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>What health checks and the explain page may know about requests to PostHog.</summary>
internal interface IClientStatus
{
    PipelineStatus Evaluation { get; }

    PipelineStatus Definitions { get; }
}
