using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Explain.Format;

namespace PostHogFeatureManagement.Explain;

/// <summary>How requests to PostHog fare.</summary>
/// <param name="Circuit">The state of the circuit for evaluation by PostHog's servers.</param>
/// <param name="CircuitCause">What opened it. Null when it is closed.</param>
/// <param name="OpenUntil">The end of the pause; null when there is none.</param>
/// <param name="LastFailure">The latest failure of such an evaluation. Null when there was none.</param>
/// <param name="LastFailureAt">When that was.</param>
/// <param name="DefinitionsFailure">The latest failure of a poll and what to do about it. Null when there was none since the last success.</param>
internal sealed record ExplainedClient(
    string Circuit, string? CircuitCause, DateTimeOffset? OpenUntil, string? LastFailure, DateTimeOffset? LastFailureAt, string? DefinitionsFailure)
{
    public static ExplainedClient Of(IClientStatus client, DefinitionsStatus definitions)
    {
        BreakerStatus circuit = client.Circuit;
        PipelineStatus evaluation = client.Evaluation;
        bool hasRecovered = definitions.LastFailureAt < definitions.ConfirmedAt;
        return new ExplainedClient(
            circuit.State.ToString(),
            circuit.Cause == BreakerCause.None ? null : ExplanationWords.Of(circuit.Cause),
            circuit.OpenUntil,
            evaluation.LastFailure == WireFailure.None ? null : ExplanationWords.Of(evaluation.LastFailure),
            evaluation.LastFailureAt,
            hasRecovered ? null : definitions.LastFailure);
    }
}
