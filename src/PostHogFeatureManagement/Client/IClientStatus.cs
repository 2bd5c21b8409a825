namespace PostHogFeatureManagement.Client;

/// <summary>What health checks and the explain page may know of the wire.</summary>
internal interface IClientStatus
{
    PurposeStatus Evaluation { get; }

    PurposeStatus Definitions { get; }
}
