using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>Wraps an endpoint result as an MVC result. MVC does not turn it into problem details for API controllers, so it is the same everywhere.</summary>
internal sealed class ClosedGateActionResult(IResult result) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context) => result.ExecuteAsync(context.HttpContext);
}
