using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace PostHogFeatureManagement.IntegrationTests.Browser.Site;

/// <summary>A document of Blazor with the component in its head.</summary>
public sealed class BrowserDocument : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.AddMarkupContent(0, "<!doctype html>");
        builder.OpenElement(1, "html");
        builder.OpenElement(2, "head");
        builder.OpenComponent<PostHogBootstrap>(3);
        builder.AddComponentParameter(4, nameof(PostHogBootstrap.Flags), "on headline");
        builder.AddComponentParameter(5, nameof(PostHogBootstrap.Nonce), "n1");
        builder.CloseComponent();
        builder.CloseElement();
        builder.CloseElement();
    }
}
