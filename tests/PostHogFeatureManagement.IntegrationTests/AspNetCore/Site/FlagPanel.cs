using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;

/// <summary>Shows the component's content and, after each click, the ambient caller's answers in the click itself and in work that the click started.</summary>
public sealed class FlagPanel : ComponentBase
{
    private int _clicks;
    private string _click = "";
    private string _work = "";

    [Inject]
    private IVariantFeatureManager Features { get; set; } = null!;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.AddMarkupContent(0, $"<p id=\"mode\">{(RendererInfo.IsInteractive ? "interactive" : "static")}</p>");
        builder.OpenRegion(10);
        AddFeature(builder, "vip");
        builder.CloseRegion();
        builder.OpenRegion(20);
        AddFeature(builder, "half");
        builder.CloseRegion();
        builder.OpenElement(30, "button");
        builder.AddAttribute(31, "onclick", EventCallback.Factory.Create<MouseEventArgs>(this, ClickAsync));
        builder.AddContent(32, "check");
        builder.CloseElement();
        builder.AddMarkupContent(33, $"<p id=\"click\">{_clicks}: {_click}</p><p id=\"work\">{_clicks}: {_work}</p>");
    }

    private static void AddFeature(RenderTreeBuilder builder, string flag)
    {
        builder.OpenElement(0, "p");
        builder.AddAttribute(1, "id", flag);
        builder.OpenComponent<PostHogFeature>(2);
        builder.AddComponentParameter(3, nameof(PostHogFeature.Name), flag);
        builder.AddComponentParameter(4, nameof(PostHogFeature.ChildContent), (RenderFragment)(content => content.AddContent(0, "shown")));
        builder.AddComponentParameter(5, nameof(PostHogFeature.Disabled), (RenderFragment)(content => content.AddContent(0, "hidden")));
        builder.CloseComponent();
        builder.CloseElement();
    }

    private async Task ClickAsync()
    {
        _click = $"{await Features.IsEnabledAsync("vip")} {await Features.IsEnabledAsync("half")}";
        _work = await Task.Run(async () => $"{await Features.IsEnabledAsync("vip")} {await Features.IsEnabledAsync("half")}");
        _clicks++;
    }
}
