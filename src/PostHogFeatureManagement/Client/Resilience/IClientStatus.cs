namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>What health checks and the explain page may know of the wire.</summary>
internal interface IClientStatus
{
    PipelineStatus Evaluation { get; }

    PipelineStatus Definitions { get; }
}
