using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.FeatureManagement;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>Checks the gates of the selected endpoint, and answers in the endpoint's place when one is closed.</summary>
internal sealed class GateMiddleware(RequestDelegate next, IServiceProvider services, ILogger<GateMiddleware> logger)
{
    private readonly bool _hasOutputCache = OutputCacheWarning.IsNeeded(services);
    private int _hasWarned;

    public Task InvokeAsync(HttpContext httpContext)
    {
        IReadOnlyList<FeatureGateAttribute> gates = EndpointGates.Of(httpContext.GetEndpoint());
        return gates.Count == 0 ? next(httpContext) : AskAsync(httpContext, gates);
    }

    private async Task AskAsync(HttpContext httpContext, IReadOnlyList<FeatureGateAttribute> gates)
    {
        if (httpContext.Items.ContainsKey(MicrosoftInternals.AuthorizationHasRun) && Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            logger.GatesRunAfterAuthorization();
        }

        FeatureGateAttribute? closed = await EndpointGates.FindClosedAsync(httpContext, gates).ConfigureAwait(false);
        if (_hasOutputCache)
        {
            OutputCacheWarning.GatesDecided(httpContext);
        }

        await (closed is null ? next(httpContext) : ClosedGate.AnswerAsync(httpContext, closed)).ConfigureAwait(false);
    }
}
