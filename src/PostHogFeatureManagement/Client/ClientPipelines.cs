using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Client;

/// <summary>One pipeline a purpose, built once, and what they say of themselves.</summary>
internal sealed class ClientPipelines : IClientStatus
{
    private readonly PurposeMonitor _definitions;

    public ClientPipelines(
        IOptions<PostHogFeatureManagementOptions> options,
        Pipelines pipelines,
        TimeProvider timeProvider,
        ILogger<PostHogClient> logger)
    {
        PipelineSettings evaluation = PipelineSettings.ForEvaluation(options.Value.Client);
        var evaluationMonitor = new PurposeMonitor(evaluation, timeProvider, logger);
        Circuit = new EvaluationCircuit(evaluation, evaluationMonitor, timeProvider, logger);
        Flags = new(pipelines.BuildEvaluation<FlagsResponse>(evaluation, evaluationMonitor, Circuit), evaluationMonitor);

        PipelineSettings definitions = PipelineSettings.ForDefinitions(options.Value.Client);
        _definitions = new PurposeMonitor(definitions, timeProvider, logger);
        Definitions = new(pipelines.Build<DefinitionsResponse>(definitions, _definitions), _definitions);
    }

    public EvaluationCircuit Circuit { get; }

    public WirePipeline<FlagsResponse> Flags { get; }

    public WirePipeline<DefinitionsResponse> Definitions { get; }

    PurposeStatus IClientStatus.Evaluation => Circuit.Status;

    PurposeStatus IClientStatus.Definitions => _definitions.Status;
}
