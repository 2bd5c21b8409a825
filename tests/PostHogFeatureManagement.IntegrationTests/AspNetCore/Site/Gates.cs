using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.SignalR;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

#pragma warning disable IDE1006, CA1813 // The names are those of the flags; the attributes are what an application would write.
public enum Feature
{
    on,
}

/// <summary>An attribute that only gives a name to a gate.</summary>
public class DerivedGateAttribute() : FeatureGateAttribute("off");

/// <summary>An attribute with a rule of its own.</summary>
public class LenientGateAttribute() : FeatureGateAttribute("off")
{
    public override Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next) => next();
}

public class OpenHub : Hub;

[FeatureGate("off")]
public class ClosedHub : Hub;
