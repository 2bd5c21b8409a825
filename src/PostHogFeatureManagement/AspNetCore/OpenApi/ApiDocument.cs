using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.AspNetCore.OpenApi;

/// <summary>
/// An endpoint that writes an API document. API descriptions are read synchronously, so what is closed is found out before the document is begun.
/// </summary>
internal static class ApiDocument
{
    public static void Apply(EndpointBuilder endpoint)
    {
        if (endpoint.ApplicationServices.GetService<IApiDescriptionGroupCollectionProvider>() is not CallerApiDescriptions)
        {
            throw new InvalidOperationException(
                "HideDisabledFeatures() finds no API descriptions it could leave anything out of. Register the document generator (AddOpenApi) or AddEndpointsApiExplorer(), and an own IApiDescriptionGroupCollectionProvider before AddPostHog().");
        }

        RequestDelegate next = endpoint.RequestDelegate
            ?? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} sets its handler too late for HideDisabledFeatures().");
        endpoint.RequestDelegate = httpContext => InvokeAsync(httpContext, next);
    }

    private static async Task InvokeAsync(HttpContext httpContext, RequestDelegate next)
    {
        httpContext.Features.Set(await ClosedApis.FindAsync(httpContext).ConfigureAwait(false));
        await next(httpContext).ConfigureAwait(false);
    }
}
