using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.FeatureManagement.Mvc;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>The document of every page, which contains the interactive panel.</summary>
public sealed class BlazorDocument : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.AddMarkupContent(0, "<!doctype html>");
        builder.OpenElement(1, "html");
        builder.AddMarkupContent(2, "<head><base href=\"/\"></head>");
        builder.OpenElement(3, "body");
        builder.OpenComponent<FlagPanel>(4);
        builder.AddComponentRenderMode(RenderMode.InteractiveServer);
        builder.CloseComponent();
        builder.AddMarkupContent(5, "<script src=\"_framework/blazor.web.js\"></script>");
        builder.CloseElement();
        builder.CloseElement();
    }
}

[Route("/blazor")]
public sealed class OpenBlazorPage : ComponentBase;

[Route("/blazor/off")]
[FeatureGate("off")]
public sealed class ClosedBlazorPage : ComponentBase;
