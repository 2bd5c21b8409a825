using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>A gate around an endpoint of any kind. Also added to the endpoint's metadata for <c>UsePostHogGates()</c> and API descriptions.</summary>
internal sealed class RequiredFeature(FeatureGateAttribute gate)
{
    public void Apply(EndpointBuilder endpoint)
    {
        RequestDelegate next = endpoint.RequestDelegate
            ?? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} sets its handler too late for RequireFeature().");
        endpoint.Metadata.Add(gate);
        endpoint.RequestDelegate = httpContext => InvokeAsync(httpContext, next);
    }

    private async Task InvokeAsync(HttpContext httpContext, RequestDelegate next)
    {
        bool isOpen = await EndpointGates.IsOpenAsync(httpContext, gate).ConfigureAwait(false);
        await (isOpen ? next(httpContext) : ClosedGate.AnswerAsync(httpContext, gate)).ConfigureAwait(false);
    }
}
