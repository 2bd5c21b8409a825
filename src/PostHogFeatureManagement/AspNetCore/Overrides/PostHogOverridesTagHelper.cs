using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.AspNetCore.Overrides;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement;

/// <summary>
/// <c>&lt;posthog-overrides /&gt;</c>: a strip that says which flags of the page are overridden for this request, or that its token was ignored, with a button that ends
/// it. For requests without a token, it renders nothing.
/// </summary>
[HtmlTargetElement("posthog-overrides")]
public sealed class PostHogOverridesTagHelper : TagHelper
{
    private const string Style = "display:flex;gap:1rem;align-items:center;padding:.4rem 1rem;background:#1d1f27;color:#fff;font:14px/1.4 system-ui,sans-serif";

    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    /// <summary>The view. Set by the framework.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        HttpContext httpContext = ViewContext.HttpContext;
        if (httpContext.Features.Get<AppliedOverrides>() is not { } applied)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("role", "status");
        output.Attributes.SetAttribute("style", Style);
        output.Content.SetHtmlContent(Describe(applied, httpContext) + EndForm(httpContext));
    }

    private static string Describe(AppliedOverrides applied, HttpContext httpContext)
    {
        if (applied is { Overrides: { } overrides, Claims: { } claims })
        {
            string flags = string.Join(", ", overrides.Flags.Select(static flag => $"{flag.Key}={OverrideValue.Describe(flag.Value)}"));
            return $"<span>{Html.Encode(string.Create(CultureInfo.InvariantCulture, $"Overridden until {claims.ExpiresAt:HH:mm} UTC: {flags}"))}</span>";
        }

        bool saysWhy = httpContext.RequestServices.GetService<IHostEnvironment>()?.IsProduction() == false;
        return $"<span>The override token was ignored{(saysWhy ? $": {OverrideHeaders.Name(applied.Outcome)}" : string.Empty)}</span>";
    }

    // A token in a header is the client's to end.
    private static string EndForm(HttpContext httpContext)
    {
        if (!OverrideCarrier.IsInCookie(httpContext.Request)
            || PathOf(httpContext) is not { } path
            || httpContext.RequestServices.GetService<IAntiforgery>()?.GetAndStoreTokens(httpContext) is not { RequestToken: { } token } tokens)
        {
            return string.Empty;
        }

        HttpRequest request = httpContext.Request;
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<form method=\"post\" action=\"{Html.Encode(request.PathBase + path)}\" style=\"margin:0\">");
        html.Append("<input type=\"hidden\" name=\"do\" value=\"end\">");
        html.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"return\" value=\"{Html.Encode(request.PathBase + request.Path + request.QueryString)}\">");
        html.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"{Html.Encode(tokens.FormFieldName)}\" value=\"{Html.Encode(token)}\">");
        return html.Append("<button>End</button></form>").ToString();
    }

    private static string? PathOf(HttpContext httpContext) =>
        httpContext.RequestServices.GetService<EndpointDataSource>()?.Endpoints
            .OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.Metadata.Contains(OverrideEndpoint.Mark) && endpoint.RoutePattern.Parameters.Count == 0)
            .Select(static endpoint => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}")
            .FirstOrDefault();
}
