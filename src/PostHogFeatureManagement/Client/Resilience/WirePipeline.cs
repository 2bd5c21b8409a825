using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>
/// Runs exchanges of one purpose through its resilience pipeline. The result is always a value, except when the caller cancels.
/// </summary>
internal sealed class WirePipeline<TResponse>(ResiliencePipeline<WireAnswer<TResponse>> pipeline, PipelineMonitor monitor)
    where TResponse : class
{
    public async ValueTask<WireAnswer<TResponse>> ExecuteAsync<TState>(
        Func<TState, CancellationToken, ValueTask<WireAnswer<TResponse>>> send,
        TState state,
        CallState call)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, call.Caller);
        call.Attach(context);
        try
        {
            Outcome<WireAnswer<TResponse>> outcome = await pipeline
                .ExecuteOutcomeAsync(AttemptAsync, context, (send, state, monitor))
                .ConfigureAwait(false);
            WireAnswer<TResponse> exchange = Unwrap(outcome, call.Caller);
            monitor.Ended(exchange, call.Retries);
            return exchange;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static async ValueTask<Outcome<WireAnswer<TResponse>>> AttemptAsync<TState>(
        ResilienceContext context,
        (Func<TState, CancellationToken, ValueTask<WireAnswer<TResponse>>> Send, TState State, PipelineMonitor Monitor) call)
    {
        CallState.Of(context).AttemptBegins();
        try
        {
            return Outcome.FromResult(await call.Send(call.State, context.CancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception.IsCancelledBy(context.CancellationToken))
        {
            return Outcome.FromException<WireAnswer<TResponse>>(exception);
        }
        catch (Exception exception)
        {
            // The application's own handlers may throw anything. In every case, no answer arrived.
            string trouble = ConnectionTrouble.Describe(exception);
            call.Monitor.AttemptBroke(trouble);
            return Outcome.FromResult(new WireAnswer<TResponse>(null, WireFailure.Unreachable) { Detail = trouble });
        }
    }

    private static WireAnswer<TResponse> Unwrap(Outcome<WireAnswer<TResponse>> outcome, CancellationToken caller)
    {
        switch (outcome.Exception)
        {
            case null:
                return outcome.Result;
            case TimeoutRejectedException { Timeout.TotalSeconds: var seconds }:
                return new WireAnswer<TResponse>(null, WireFailure.TimedOut) { Detail = FormattableString.Invariant($"no response within {seconds:0.###} s") };
            case BrokenCircuitException:
                return new WireAnswer<TResponse>(null, WireFailure.CircuitOpen);
            case { } exception when exception.IsCancelledBy(caller):
                throw new OperationCanceledException(caller);
            default:
                return new WireAnswer<TResponse>(null, WireFailure.Unreachable);
        }
    }
}
