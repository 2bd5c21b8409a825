using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>Microsoft's <c>[FeatureGate]</c> for the flag that the query names, so that one action and one page serve all names.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class QueryGateAttribute : Attribute, IAsyncActionFilter, IAsyncPageFilter
{
    public Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next) => Gate(context.HttpContext).OnActionExecutionAsync(context, next);

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) =>
        Gate(context.HttpContext).OnPageHandlerExecutionAsync(context, next);

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    private static FeatureGateAttribute Gate(HttpContext http) => new(http.Request.Query["flag"].ToString());
}
