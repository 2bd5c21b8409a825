using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>An action whose response is kept, although a gate decides it.</summary>
[ApiController]
[Route("cached")]
public sealed class CachedController : ControllerBase
{
    [HttpGet]
    [FeatureGate("half")]
    [OutputCache]
    public IActionResult Half() => Content("action");
}
