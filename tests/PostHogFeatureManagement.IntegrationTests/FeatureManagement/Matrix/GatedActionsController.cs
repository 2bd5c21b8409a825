using Microsoft.AspNetCore.Mvc;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Matrix;

/// <summary>Gated actions: one flag, one flag as an enum value, all of two, any of two, and negated.</summary>
[Route("mvc")]
public sealed class GatedActionsController : Controller
{
    [HttpGet("open")]
    public ContentResult Open() => Content("open");

    [HttpGet("action/On"), FeatureGate(nameof(FlagKind.On))]
    public ContentResult ActionOn() => Content("open");

    [HttpGet("enum/On"), FeatureGate(FlagKind.On)]
    public ContentResult EnumOn() => Content("open");

    [HttpGet("all/On"), FeatureGate(nameof(FlagKind.On), nameof(FlagKind.On))]
    public ContentResult AllOn() => Content("open");

    [HttpGet("any/On"), FeatureGate(RequirementType.Any, nameof(FlagKind.Off), nameof(FlagKind.On))]
    public ContentResult AnyOn() => Content("open");

    [HttpGet("negated/On"), FeatureGate(negate: true, nameof(FlagKind.On))]
    public ContentResult NegatedOn() => Content("open");

    [HttpGet("negated-any/On"), FeatureGate(RequirementType.Any, negate: true, FlagKind.Off, FlagKind.On)]
    public ContentResult NegatedAnyOn() => Content("open");

    [HttpGet("action/Off"), FeatureGate(nameof(FlagKind.Off))]
    public ContentResult ActionOff() => Content("open");

    [HttpGet("enum/Off"), FeatureGate(FlagKind.Off)]
    public ContentResult EnumOff() => Content("open");

    [HttpGet("all/Off"), FeatureGate(nameof(FlagKind.On), nameof(FlagKind.Off))]
    public ContentResult AllOff() => Content("open");

    [HttpGet("any/Off"), FeatureGate(RequirementType.Any, nameof(FlagKind.Off), nameof(FlagKind.Off))]
    public ContentResult AnyOff() => Content("open");

    [HttpGet("negated/Off"), FeatureGate(negate: true, nameof(FlagKind.Off))]
    public ContentResult NegatedOff() => Content("open");

    [HttpGet("negated-any/Off"), FeatureGate(RequirementType.Any, negate: true, FlagKind.Off, FlagKind.Off)]
    public ContentResult NegatedAnyOff() => Content("open");

    [HttpGet("action/Matching"), FeatureGate(nameof(FlagKind.Matching))]
    public ContentResult ActionMatching() => Content("open");

    [HttpGet("enum/Matching"), FeatureGate(FlagKind.Matching)]
    public ContentResult EnumMatching() => Content("open");

    [HttpGet("all/Matching"), FeatureGate(nameof(FlagKind.On), nameof(FlagKind.Matching))]
    public ContentResult AllMatching() => Content("open");

    [HttpGet("any/Matching"), FeatureGate(RequirementType.Any, nameof(FlagKind.Off), nameof(FlagKind.Matching))]
    public ContentResult AnyMatching() => Content("open");

    [HttpGet("negated/Matching"), FeatureGate(negate: true, nameof(FlagKind.Matching))]
    public ContentResult NegatedMatching() => Content("open");

    [HttpGet("negated-any/Matching"), FeatureGate(RequirementType.Any, negate: true, FlagKind.Off, FlagKind.Matching)]
    public ContentResult NegatedAnyMatching() => Content("open");

    [HttpGet("action/NotMatching"), FeatureGate(nameof(FlagKind.NotMatching))]
    public ContentResult ActionNotMatching() => Content("open");

    [HttpGet("enum/NotMatching"), FeatureGate(FlagKind.NotMatching)]
    public ContentResult EnumNotMatching() => Content("open");

    [HttpGet("all/NotMatching"), FeatureGate(nameof(FlagKind.On), nameof(FlagKind.NotMatching))]
    public ContentResult AllNotMatching() => Content("open");

    [HttpGet("any/NotMatching"), FeatureGate(RequirementType.Any, nameof(FlagKind.Off), nameof(FlagKind.NotMatching))]
    public ContentResult AnyNotMatching() => Content("open");

    [HttpGet("negated/NotMatching"), FeatureGate(negate: true, nameof(FlagKind.NotMatching))]
    public ContentResult NegatedNotMatching() => Content("open");

    [HttpGet("negated-any/NotMatching"), FeatureGate(RequirementType.Any, negate: true, FlagKind.Off, FlagKind.NotMatching)]
    public ContentResult NegatedAnyNotMatching() => Content("open");

    [HttpGet("action/Variant"), FeatureGate(nameof(FlagKind.Variant))]
    public ContentResult ActionVariant() => Content("open");

    [HttpGet("enum/Variant"), FeatureGate(FlagKind.Variant)]
    public ContentResult EnumVariant() => Content("open");

    [HttpGet("all/Variant"), FeatureGate(nameof(FlagKind.On), nameof(FlagKind.Variant))]
    public ContentResult AllVariant() => Content("open");

    [HttpGet("any/Variant"), FeatureGate(RequirementType.Any, nameof(FlagKind.Off), nameof(FlagKind.Variant))]
    public ContentResult AnyVariant() => Content("open");

    [HttpGet("negated/Variant"), FeatureGate(negate: true, nameof(FlagKind.Variant))]
    public ContentResult NegatedVariant() => Content("open");

    [HttpGet("negated-any/Variant"), FeatureGate(RequirementType.Any, negate: true, FlagKind.Off, FlagKind.Variant)]
    public ContentResult NegatedAnyVariant() => Content("open");

    [HttpGet("action/Payload"), FeatureGate(nameof(FlagKind.Payload))]
    public ContentResult ActionPayload() => Content("open");

    [HttpGet("enum/Payload"), FeatureGate(FlagKind.Payload)]
    public ContentResult EnumPayload() => Content("open");

    [HttpGet("all/Payload"), FeatureGate(nameof(FlagKind.On), nameof(FlagKind.Payload))]
    public ContentResult AllPayload() => Content("open");

    [HttpGet("any/Payload"), FeatureGate(RequirementType.Any, nameof(FlagKind.Off), nameof(FlagKind.Payload))]
    public ContentResult AnyPayload() => Content("open");

    [HttpGet("negated/Payload"), FeatureGate(negate: true, nameof(FlagKind.Payload))]
    public ContentResult NegatedPayload() => Content("open");

    [HttpGet("negated-any/Payload"), FeatureGate(RequirementType.Any, negate: true, FlagKind.Off, FlagKind.Payload)]
    public ContentResult NegatedAnyPayload() => Content("open");

    [HttpGet("action/Holdout"), FeatureGate(nameof(FlagKind.Holdout))]
    public ContentResult ActionHoldout() => Content("open");

    [HttpGet("enum/Holdout"), FeatureGate(FlagKind.Holdout)]
    public ContentResult EnumHoldout() => Content("open");

    [HttpGet("all/Holdout"), FeatureGate(nameof(FlagKind.On), nameof(FlagKind.Holdout))]
    public ContentResult AllHoldout() => Content("open");

    [HttpGet("any/Holdout"), FeatureGate(RequirementType.Any, nameof(FlagKind.Off), nameof(FlagKind.Holdout))]
    public ContentResult AnyHoldout() => Content("open");

    [HttpGet("negated/Holdout"), FeatureGate(negate: true, nameof(FlagKind.Holdout))]
    public ContentResult NegatedHoldout() => Content("open");

    [HttpGet("negated-any/Holdout"), FeatureGate(RequirementType.Any, negate: true, FlagKind.Off, FlagKind.Holdout)]
    public ContentResult NegatedAnyHoldout() => Content("open");

    [HttpGet("action/Configured"), FeatureGate(nameof(FlagKind.Configured))]
    public ContentResult ActionConfigured() => Content("open");

    [HttpGet("enum/Configured"), FeatureGate(FlagKind.Configured)]
    public ContentResult EnumConfigured() => Content("open");

    [HttpGet("all/Configured"), FeatureGate(nameof(FlagKind.On), nameof(FlagKind.Configured))]
    public ContentResult AllConfigured() => Content("open");

    [HttpGet("any/Configured"), FeatureGate(RequirementType.Any, nameof(FlagKind.Off), nameof(FlagKind.Configured))]
    public ContentResult AnyConfigured() => Content("open");

    [HttpGet("negated/Configured"), FeatureGate(negate: true, nameof(FlagKind.Configured))]
    public ContentResult NegatedConfigured() => Content("open");

    [HttpGet("negated-any/Configured"), FeatureGate(RequirementType.Any, negate: true, FlagKind.Off, FlagKind.Configured)]
    public ContentResult NegatedAnyConfigured() => Content("open");

    [HttpGet("action/Unknown"), FeatureGate(nameof(FlagKind.Unknown))]
    public ContentResult ActionUnknown() => Content("open");

    [HttpGet("enum/Unknown"), FeatureGate(FlagKind.Unknown)]
    public ContentResult EnumUnknown() => Content("open");

    [HttpGet("all/Unknown"), FeatureGate(nameof(FlagKind.On), nameof(FlagKind.Unknown))]
    public ContentResult AllUnknown() => Content("open");

    [HttpGet("any/Unknown"), FeatureGate(RequirementType.Any, nameof(FlagKind.Off), nameof(FlagKind.Unknown))]
    public ContentResult AnyUnknown() => Content("open");

    [HttpGet("negated/Unknown"), FeatureGate(negate: true, nameof(FlagKind.Unknown))]
    public ContentResult NegatedUnknown() => Content("open");

    [HttpGet("negated-any/Unknown"), FeatureGate(RequirementType.Any, negate: true, FlagKind.Off, FlagKind.Unknown)]
    public ContentResult NegatedAnyUnknown() => Content("open");

    [HttpGet("view/{kind}")]
    public IActionResult View(FlagKind kind) => View("~/Views/Matrix/Tags.cshtml", kind.ToString());
}
