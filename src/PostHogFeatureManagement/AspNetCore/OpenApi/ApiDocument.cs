using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.AspNetCore.OpenApi;

/// <summary>
/// An endpoint that writes an API document. API descriptions are read synchronously, so the closed APIs are determined before the document is written.
/// </summary>
internal static class ApiDocument
{
    public static void Apply(EndpointBuilder endpoint)
    {
        if (endpoint.ApplicationServices.GetService<IApiDescriptionGroupCollectionProvider>() is not CallerApiDescriptions)
        {
            throw new InvalidOperationException(
                "HideDisabledFeatures() finds no API descriptions. Register the document generator (AddOpenApi) or call AddEndpointsApiExplorer(). "
                + "Register your own IApiDescriptionGroupCollectionProvider before AddPostHog().");
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
