using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>Actions with every form of the attribute. The tests define which of them are open.</summary>
[ApiController]
[Route("action")]
public sealed class GatedController : ControllerBase
{
    [HttpGet("on")]
    [FeatureGate("on")]
    public IActionResult On() => Content("action");

    [HttpGet("off")]
    [FeatureGate("off")]
    public IActionResult Off() => Content("action");

    [HttpGet("all")]
    [FeatureGate("on", "off")]
    public IActionResult All() => Content("action");

    [HttpGet("any")]
    [FeatureGate(RequirementType.Any, "off", "on")]
    public IActionResult Any() => Content("action");

    [HttpGet("negated-on")]
    [FeatureGate(negate: true, "on")]
    public IActionResult NegatedOn() => Content("action");

    [HttpGet("negated-off")]
    [FeatureGate(negate: true, "off")]
    public IActionResult NegatedOff() => Content("action");

    [HttpGet("negated-all")]
    [FeatureGate(RequirementType.All, true, "on", "off")]
    public IActionResult NegatedAll() => Content("action");

    [HttpGet("negated-any")]
    [FeatureGate(RequirementType.Any, true, "on", "off")]
    public IActionResult NegatedAny() => Content("action");

    [HttpGet("several-closed")]
    [FeatureGate("on")]
    [FeatureGate(RequirementType.Any, "off", "unheard-of")]
    public IActionResult SeveralClosed() => Content("action");

    [HttpGet("several-open")]
    [FeatureGate("on")]
    [FeatureGate(negate: true, "off")]
    public IActionResult SeveralOpen() => Content("action");

    [HttpGet("enum")]
    [FeatureGate(Feature.on)]
    public IActionResult Enum() => Content("action");

    [HttpGet("derived")]
    [DerivedGate]
    public IActionResult Derived() => Content("action");

    [HttpGet("own-rule")]
    [LenientGate]
    public IActionResult OwnRule() => Content("action");
}
