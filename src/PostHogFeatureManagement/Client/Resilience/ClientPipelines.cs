using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>One pipeline for each purpose, built once, and their status.</summary>
internal sealed class ClientPipelines : IClientStatus
{
    private readonly PipelineMonitor _definitions;

    public ClientPipelines(
        IOptions<PostHogFeatureManagementOptions> options,
        Pipelines pipelines,
        [LibraryClock] TimeProvider timeProvider,
        ILogger<PostHogClient> logger)
    {
        PipelineSettings evaluation = PipelineSettings.ForEvaluation(options.Value.Client);
        var evaluationMonitor = new PipelineMonitor(evaluation, timeProvider, logger);
        Circuit = new EvaluationCircuit(evaluation, evaluationMonitor, timeProvider, logger);
        Flags = new(pipelines.BuildEvaluation<FlagsResponse>(evaluation, evaluationMonitor, Circuit), evaluationMonitor);

        PipelineSettings definitions = PipelineSettings.ForDefinitions(options.Value.Client);
        _definitions = new PipelineMonitor(definitions, timeProvider, logger);
        Definitions = new(pipelines.Build<DefinitionsResponse>(definitions, _definitions), _definitions);
    }

    public EvaluationCircuit Circuit { get; }

    public WirePipeline<FlagsResponse> Flags { get; }

    public WirePipeline<DefinitionsResponse> Definitions { get; }

    PipelineStatus IClientStatus.Evaluation => Circuit.Status;

    PipelineStatus IClientStatus.Definitions => _definitions.Status;
}
