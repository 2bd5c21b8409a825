using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>Gives MVC actions the chosen <see cref="DisabledFeatureResult"/>.</summary>
internal sealed class DisabledFeaturesHandler : IDisabledFeaturesHandler
{
    public Task HandleDisabledFeatures(IEnumerable<string> features, ActionExecutingContext context)
    {
        OutputCacheWarning.Check(context.HttpContext);
        context.Result = new ClosedGateActionResult(ClosedGate.Result(context.HttpContext, features));
        return Task.CompletedTask;
    }
}
