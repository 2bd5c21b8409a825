using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.AspNetCore.Bootstrap;

namespace PostHogFeatureManagement;

/// <summary>
/// Gives the page and posthog-js the flags that this application decided, and the visitor's identity where posthog-js has none: they agree from the first
/// paint. Put it into <c>&lt;head&gt;</c>, before scripts that read flags. It needs <c>MapPostHog()</c>.
/// </summary>
[HtmlTargetElement("posthog-bootstrap", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PostHogBootstrapTagHelper : TagHelper
{
    /// <summary>
    /// The keys of the flags to pass on, separated by spaces or commas. No others leave the server. Flags that PostHog has for servers only are left out.
    /// Default: those of the setting <c>Browser:Flags</c>.
    /// </summary>
    public string? Flags { get; set; }

    /// <summary>The nonce of the page's content security policy, for the scripts. Not needed where the policy allows their addresses. Default: none.</summary>
    public string? Nonce { get; set; }

    /// <summary>The view. It is set by the framework.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        BootstrapPage page = ViewContext.HttpContext.RequestServices.GetService<BootstrapPage>()
            ?? throw new InvalidOperationException("The posthog-bootstrap tag needs builder.Services.AddFeatureManagement().AddPostHog().");
        string markup = await page.RenderAsync(ViewContext.HttpContext, Flags, Nonce).ConfigureAwait(false);
        output.TagName = null;
        output.Content.SetHtmlContent(markup);
    }
}
