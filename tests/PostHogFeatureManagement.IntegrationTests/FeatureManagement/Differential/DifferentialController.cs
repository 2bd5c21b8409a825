using Microsoft.AspNetCore.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>Actions behind the flag that the request names.</summary>
[Route("differential")]
public sealed class DifferentialController : Controller
{
    public static IReadOnlyList<string> Variants => VariantChoice.Variants;

    [HttpGet("action"), QueryGate]
    public ContentResult Action() => Content("open");

    [HttpGet("filter"), QueryFilter]
    public ContentResult Filter() => Content("closed");

    [HttpGet("tags")]
    public IActionResult Tags(string flag) => View("~/Views/Differential/Tags.cshtml", flag);

    [HttpGet("variant-tags")]
    public IActionResult VariantTags(string flag) => View("~/Views/Differential/VariantTags.cshtml", flag);
}
