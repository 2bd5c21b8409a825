using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>One gate on the controller and one on the action.</summary>
[ApiController]
[Route("controller")]
[FeatureGate("off")]
public sealed class ClosedController : ControllerBase
{
    [HttpGet("on")]
    [FeatureGate("on")]
    public IActionResult On() => Content("controller");
}
