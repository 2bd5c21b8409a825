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
    public async Task<WireAnswer<FlagsResponse>> EvaluateAsync(FlagsRequest request, CancellationToken cancellationToken)
    {
        Debug.Assert(request.Context.DistinctId is not null, "A context without a distinct id has no answer and must not be sent.");
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryWrite(request, out ReadOnlyMemory<byte> body))
        {
            return new WireAnswer<FlagsResponse>(null, WireFailure.Unwritable);
        }

        return await pipelines.Flags
            .ExecuteAsync(static (call, token) => call.flags.SendAsync(call.body, token), (flags, body), cancellationToken, request.PlaceToken)
            .ConfigureAwait(false);
    }

    public async Task<WireAnswer<DefinitionsResponse>> GetDefinitionsAsync(string? etag, CancellationToken cancellationToken)
    {
        Debug.Assert(endpoints.HasSecretKey, "Definitions need a secret key.");
        cancellationToken.ThrowIfCancellationRequested();
        return await pipelines.Definitions
            .ExecuteAsync(static (call, token) => call.definitions.SendAsync(call.etag, token), (definitions, etag), cancellationToken)
            .ConfigureAwait(false);
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
