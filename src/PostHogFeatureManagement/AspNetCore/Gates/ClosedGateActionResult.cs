using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>An endpoint's result where MVC asks for one of its own. MVC does not turn it into problem details for API controllers, so that it is the same everywhere.</summary>
internal sealed class ClosedGateActionResult(IResult result) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context) => result.ExecuteAsync(context.HttpContext);
}
