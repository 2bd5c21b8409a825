using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>Asks the gates of the endpoint that routing has chosen, and answers in its place when one is closed.</summary>
internal sealed class GateMiddleware(RequestDelegate next, ILogger<GateMiddleware> logger)
{
    // What the authorization middleware leaves behind for the endpoint middleware. Should the framework rename it, the warning goes missing and nothing else.
    private const string AuthorizationHasRun = "__AuthorizationMiddlewareWithEndpointInvoked";
    private int _hasWarned;

    public Task InvokeAsync(HttpContext httpContext)
    {
        IReadOnlyList<FeatureGateAttribute> gates = EndpointGates.Of(httpContext.GetEndpoint());
        return gates.Count == 0 ? next(httpContext) : AskAsync(httpContext, gates);
    }

    private async Task AskAsync(HttpContext httpContext, IReadOnlyList<FeatureGateAttribute> gates)
    {
        if (httpContext.Items.ContainsKey(AuthorizationHasRun) && Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            logger.GatesRunAfterAuthorization();
        }

        FeatureGateAttribute? closed = await EndpointGates.FindClosedAsync(httpContext, gates).ConfigureAwait(false);
        await (closed is null ? next(httpContext) : ClosedGate.AnswerAsync(httpContext, closed)).ConfigureAwait(false);
    }
}
