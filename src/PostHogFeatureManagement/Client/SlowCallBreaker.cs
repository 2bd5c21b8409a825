using Polly;
using Polly.CircuitBreaker;

namespace PostHogFeatureManagement.Client;

/// <summary>
/// The outermost strategy of the evaluation pipeline: measures the whole call, retries included, and waiting for others excluded. Polly's own breaker knows no durations and needs
/// two calls to open. A slow success still reaches its caller.
/// </summary>
internal sealed class SlowCallBreaker<TResponse>(EvaluationCircuit circuit) : ResilienceStrategy<Exchange<TResponse>>
    where TResponse : class
{
    protected override async ValueTask<Outcome<Exchange<TResponse>>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<Exchange<TResponse>>>> callback,
        ResilienceContext context,
        TState state)
    {
        if (circuit.TryEnter() is not GatePass pass)
        {
            return Outcome.FromResult(new Exchange<TResponse>(null, FailureKind.CircuitOpen));
        }

        if (pass.IsProbe)
        {
            CallState.SetProbe(context);
        }

        var evidence = CallEvidence.None;
        TimeSpan? retryAfter = null;
        try
        {
            Outcome<Exchange<TResponse>> outcome = await callback(context, state).ConfigureAwait(false);
            evidence = Judge(outcome, context);
            retryAfter = evidence == CallEvidence.Failure ? outcome.Result.RetryAfter : null;
            return outcome;
        }
        finally
        {
            circuit.Exit(pass, new EndedCall(evidence, CallState.HasBudgetExpired(context), CallState.Waited(context), retryAfter));
        }
    }

    private static CallEvidence Judge(Outcome<Exchange<TResponse>> outcome, ResilienceContext context) => outcome.Exception switch
    {
        null when Transience.WasNotSent(outcome.Result.Failure) => CallEvidence.None,
        null => Transience.IsPostHogFailing(outcome.Result.Failure) ? CallEvidence.Failure : CallEvidence.Success,
        BrokenCircuitException => CallEvidence.None,
        OperationCanceledException when CallState.HasCallerLeft(context) => CallEvidence.None,
        _ => CallEvidence.Failure,
    };
}
