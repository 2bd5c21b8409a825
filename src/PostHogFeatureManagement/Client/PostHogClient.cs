using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client;

/// <inheritdoc cref="IPostHogClient"/>
/// <remarks>
/// Do not call it for a context without a distinct id, or for definitions without a secret key: PostHog would refuse the request.
/// </remarks>
internal sealed class PostHogClient(
    PostHogEndpoints endpoints,
    FlagsRequestWriter writer,
    FlagsExchange flags,
    DefinitionsExchange definitions,
    ClientPipelines pipelines,
    ILogger<PostHogClient> logger) : IPostHogClient
{
    public async Task<FlagsResponse> EvaluateAsync(FlagsRequest request, CancellationToken cancellationToken)
    {
        Debug.Assert(request.Context.DistinctId is not null, "A context without a distinct id has no answer and must not be sent.");
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryWrite(request, out ReadOnlyMemory<byte> body))
        {
            return new FlagsResponse(FlagsCallOutcome.Failed);
        }

        WireAnswer<FlagsResponse> exchange = await pipelines.Flags
            .ExecuteAsync(static (call, token) => call.flags.SendAsync(call.body, token), (flags, body), cancellationToken, request.PlaceToken)
            .ConfigureAwait(false);
        return exchange.Value ?? new FlagsResponse(exchange.Failure switch
        {
            WireFailure.TimedOut => FlagsCallOutcome.TimedOut,
            WireFailure.CircuitOpen => FlagsCallOutcome.CircuitOpen,
            WireFailure.Overloaded => FlagsCallOutcome.Overloaded,
            _ => FlagsCallOutcome.Failed,
        });
    }

    public async Task<DefinitionsResponse> GetDefinitionsAsync(string? etag, CancellationToken cancellationToken)
    {
        Debug.Assert(endpoints.HasSecretKey, "Definitions need a secret key.");
        cancellationToken.ThrowIfCancellationRequested();
        WireAnswer<DefinitionsResponse> exchange = await pipelines.Definitions
            .ExecuteAsync(static (call, token) => call.definitions.SendAsync(call.etag, token), (definitions, etag), cancellationToken)
            .ConfigureAwait(false);
        return exchange.Value ?? new DefinitionsResponse(exchange.Failure switch
        {
            WireFailure.TimedOut => DefinitionsOutcome.TimedOut,
            WireFailure.CircuitOpen => DefinitionsOutcome.CircuitOpen,
            _ => DefinitionsOutcome.Failed,
        });
    }

    /// <summary>A context may contain a list that is being changed, or JSON whose document is disposed. That is not a failure of PostHog.</summary>
    private bool TryWrite(FlagsRequest request, out ReadOnlyMemory<byte> body)
    {
        try
        {
            body = writer.Write(request);
            return true;
        }
        catch (Exception exception)
        {
            // The values come from the application and may throw anything (FM-20).
            logger.RequestUnwritable(exception);
            body = default;
            return false;
        }
    }
}
