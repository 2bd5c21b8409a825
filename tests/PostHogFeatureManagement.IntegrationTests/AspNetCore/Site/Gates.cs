using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.SignalR;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

#pragma warning disable IDE1006, CA1813 // The names are those of the flags. The attributes are written as an application would write them.
public enum Feature
{
    on,
}

/// <summary>An attribute that only names a gate.</summary>
public class DerivedGateAttribute() : FeatureGateAttribute("off");

/// <summary>An attribute with its own rule.</summary>
public class LenientGateAttribute() : FeatureGateAttribute("off")
{
    public override Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next) => next();
}

public class OpenHub : Hub;

[FeatureGate("off")]
public class ClosedHub : Hub;
