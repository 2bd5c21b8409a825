using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.Benchmarks.Support;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>The same action with a gate and without one.</summary>
[ApiController]
public class ActionsController : ControllerBase
{
    public const string Plain = "/plain";
    public const string Gated = "/gated";
    public const string Flag = Documents.Gate;

    [HttpGet(Plain)]
    public ContentResult GetPlain() => Content("Hello");

    [HttpGet(Gated)]
    [FeatureGate(Flag)]
    public ContentResult GetGated() => Content("Hello");
}
