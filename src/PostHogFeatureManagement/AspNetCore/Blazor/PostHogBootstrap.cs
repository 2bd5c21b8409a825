using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.AspNetCore.Bootstrap;

namespace PostHogFeatureManagement;

/// <summary>
/// The <c>posthog-bootstrap</c> tag for Blazor: gives the page and posthog-js the flags that this application decided. Put it into <c>&lt;head&gt;</c> of the
/// root component, which is rendered statically. Rendered interactively, it shows nothing, because a browser does not run scripts that arrive later.
/// </summary>
public sealed class PostHogBootstrap : ComponentBase
{
    private string _markup = string.Empty;

    /// <summary>The keys of the flags to pass on, separated by spaces or commas. Default: those of the setting <c>Browser:Flags</c>.</summary>
    [Parameter]
    public string? Flags { get; set; }

    /// <summary>The nonce of the page's content security policy, for the scripts. Default: none.</summary>
    [Parameter]
    public string? Nonce { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        BootstrapPage page = Services.GetService<BootstrapPage>()
            ?? throw new InvalidOperationException("PostHogBootstrap needs builder.Services.AddFeatureManagement().AddPostHog().");
        if (!RendererInfo.IsInteractive && Services.GetService<IHttpContextAccessor>()?.HttpContext is { } httpContext)
        {
            _markup = await page.RenderAsync(httpContext, Flags, Nonce).ConfigureAwait(true);
        }
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMarkupContent(0, _markup);
    }
}
