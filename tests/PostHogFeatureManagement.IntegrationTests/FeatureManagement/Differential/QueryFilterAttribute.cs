using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>What <c>Filters.AddForFeature</c> adds for the flag that the query names.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QueryFilterAttribute : Attribute, IAsyncActionFilter
{
    public Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next) =>
        ((IAsyncActionFilter)new FilterCollection().AddForFeature<OpenFilter>(context.HttpContext.Request.Query["flag"].ToString())).OnActionExecutionAsync(context, next);

    private sealed class OpenFilter : IAsyncActionFilter
    {
        public Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
        {
            context.Result = new ContentResult { Content = "open" };
            return Task.CompletedTask;
        }
    }
}
