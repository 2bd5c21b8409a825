using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>Gated controllers, one for each kind of flag.</summary>
[FeatureGate(nameof(FlagKind.On))]
public sealed class GatedOnController : Controller
{
    [HttpGet("mvc/controller/On")]
    public ContentResult Get() => Content("open");
}

[FeatureGate(nameof(FlagKind.Off))]
public sealed class GatedOffController : Controller
{
    [HttpGet("mvc/controller/Off")]
    public ContentResult Get() => Content("open");
}

[FeatureGate(nameof(FlagKind.Matching))]
public sealed class GatedMatchingController : Controller
{
    [HttpGet("mvc/controller/Matching")]
    public ContentResult Get() => Content("open");
}

[FeatureGate(nameof(FlagKind.NotMatching))]
public sealed class GatedNotMatchingController : Controller
{
    [HttpGet("mvc/controller/NotMatching")]
    public ContentResult Get() => Content("open");
}

[FeatureGate(nameof(FlagKind.Variant))]
public sealed class GatedVariantController : Controller
{
    [HttpGet("mvc/controller/Variant")]
    public ContentResult Get() => Content("open");
}

[FeatureGate(nameof(FlagKind.Payload))]
public sealed class GatedPayloadController : Controller
{
    [HttpGet("mvc/controller/Payload")]
    public ContentResult Get() => Content("open");
}

[FeatureGate(nameof(FlagKind.Holdout))]
public sealed class GatedHoldoutController : Controller
{
    [HttpGet("mvc/controller/Holdout")]
    public ContentResult Get() => Content("open");
}

[FeatureGate(nameof(FlagKind.Configured))]
public sealed class GatedConfiguredController : Controller
{
    [HttpGet("mvc/controller/Configured")]
    public ContentResult Get() => Content("open");
}

[FeatureGate(nameof(FlagKind.Unknown))]
public sealed class GatedUnknownController : Controller
{
    [HttpGet("mvc/controller/Unknown")]
    public ContentResult Get() => Content("open");
}
