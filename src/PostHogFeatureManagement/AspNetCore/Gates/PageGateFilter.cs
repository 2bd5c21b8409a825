using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>Checks the gates of a Razor Page before the attributes do, because on a page an attribute can only answer 404.</summary>
internal sealed class PageGateFilter : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        FeatureGateAttribute[] gates = [.. context.Filters.OfType<FeatureGateAttribute>()];
        FeatureGateAttribute? closed = await EndpointGates.FindClosedAsync(context.HttpContext, gates).ConfigureAwait(false);
        if (closed is not null)
        {
            context.Result = new ClosedGateActionResult(ClosedGate.Result(context.HttpContext, closed.Features));
            return;
        }

        await next().ConfigureAwait(false);
    }
}
