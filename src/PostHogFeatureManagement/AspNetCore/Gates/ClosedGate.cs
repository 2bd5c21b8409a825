using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>Answers a request whose gate is closed.</summary>
internal static class ClosedGate
{
    public static IResult Result(HttpContext httpContext, IEnumerable<string> features) =>
        (httpContext.RequestServices.GetService<DisabledFeatureResult>() ?? DisabledFeatureResult.NotFound).Create(httpContext, features);

    /// <summary>For MVC actions, an <see cref="IDisabledFeaturesHandler"/> that the application registered takes precedence.</summary>
    public static Task AnswerAsync(HttpContext httpContext, FeatureGateAttribute gate) =>
        httpContext.GetEndpoint()?.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action
        && httpContext.RequestServices.GetService<IDisabledFeaturesHandler>() is { } handler and not DisabledFeaturesHandler
            ? AnswerByApplicationAsync(httpContext, action, handler, gate)
            : Result(httpContext, gate.Features).ExecuteAsync(httpContext);

    // The gate closed before the action was called, so there is no controller and there are no arguments.
    private static async Task AnswerByApplicationAsync(
        HttpContext httpContext, ControllerActionDescriptor action, IDisabledFeaturesHandler handler, FeatureGateAttribute gate)
    {
        var actionContext = new ActionContext(httpContext, httpContext.GetRouteData(), action);
        var context = new ActionExecutingContext(actionContext, [], new Dictionary<string, object?>(StringComparer.Ordinal), controller: null!);
        await handler.HandleDisabledFeatures(gate.Features, context).ConfigureAwait(false);
        if (context.Result is { } result)
        {
            await result.ExecuteResultAsync(actionContext).ConfigureAwait(false);
        }
    }
}
