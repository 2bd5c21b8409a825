using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>An API with one endpoint for all callers and one behind a gate.</summary>
[ApiController]
[Route("api")]
public sealed class ApiController : ControllerBase
{
    [HttpGet("plain")]
    public ActionResult<PlainThing> Plain() => Ok(new PlainThing(1));

    [HttpGet("vip")]
    [FeatureGate("vip")]
    public ActionResult<VipThing> Vip() => Ok(new VipThing(2));
}

public sealed record PlainThing(int Size);

public sealed record VipThing(int Secret);
