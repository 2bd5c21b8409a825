using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Client;

/// <summary>One pipeline a purpose, built once, and what they say of themselves.</summary>
internal sealed class ClientPipelines : IClientStatus
{
    private readonly PurposeMonitor _evaluation;
    private readonly PurposeMonitor _definitions;

    public ClientPipelines(
        IOptions<PostHogFeatureManagementOptions> options,
        Pipelines pipelines,
        TimeProvider timeProvider,
        ILogger<PostHogClient> logger)
    {
        PipelineSettings evaluation = PipelineSettings.ForEvaluation(options.Value.Client);
        PipelineSettings definitions = PipelineSettings.ForDefinitions(options.Value.Client);
        _evaluation = new PurposeMonitor(evaluation, timeProvider, logger);
        _definitions = new PurposeMonitor(definitions, timeProvider, logger);
        Flags = new(pipelines.Build<FlagsResponse>(evaluation, _evaluation), _evaluation);
        Definitions = new(pipelines.Build<DefinitionsResponse>(definitions, _definitions), _definitions);
    }

    public WirePipeline<FlagsResponse> Flags { get; }

    public WirePipeline<DefinitionsResponse> Definitions { get; }

    PurposeStatus IClientStatus.Evaluation => _evaluation.Status;

    PurposeStatus IClientStatus.Definitions => _definitions.Status;
}
