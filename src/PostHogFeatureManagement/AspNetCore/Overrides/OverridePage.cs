using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>The page about tokens, as HTML without scripts.</summary>
internal sealed class OverridePage
{
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1d1f27;background:#fff}"
        + "table{border-collapse:collapse;margin:.5rem 0}th,td{text-align:left;padding:.25rem 1.5rem .25rem 0;border-bottom:1px solid #ccc}"
        + "textarea,input{font:inherit;width:100%;box-sizing:border-box;padding:.4rem;border:1px solid #666;border-radius:4px}"
        + "label{display:block;margin:.75rem 0 .25rem}button{font:inherit;margin-top:.75rem;padding:.4rem 1rem;border:0;border-radius:4px;background:#1d4aff;color:#fff}"
        + "code{overflow-wrap:anywhere}.problem{border-left:4px solid #b62d16;padding-left:.75rem}";

    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    public required string Action { get; init; }

    /// <summary>Null when the application has no antiforgery, so that nothing can be changed here.</summary>
    public required AntiforgeryTokenSet? Antiforgery { get; init; }

    /// <summary>The token in the address.</summary>
    public string? Token { get; init; }

    public AppliedOverrides? Asked { get; init; }

    /// <summary>What holds for this request already.</summary>
    public AppliedOverrides? Current { get; init; }

    public bool MayMake { get; init; }

    public string? Problem { get; init; }

    public string ToHtml()
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        html.Append(CultureInfo.InvariantCulture, $"<title>Feature overrides</title><style>{Style}</style></head><body><main><h1>Feature overrides</h1>");
        if (Problem is { } problem)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"problem\" role=\"alert\">{Html.Encode(problem)}</p>");
        }

        WriteAsked(html);
        WriteCurrent(html);
        if (MayMake && Antiforgery is not null)
        {
            html.Append("<h2>Make a token</h2>");
            BeginForm(html, "make");
            html.Append("<label for=\"flags\">Flags, for example <code>beta=true headline=bold</code></label><textarea id=\"flags\" name=\"flags\" rows=\"3\" required></textarea>");
            html.Append("<label for=\"for\">Only for the caller with this distinct id (optional)</label><input id=\"for\" name=\"for\" autocomplete=\"off\">");
            EndForm(html, "Make a token");
        }

        if (Antiforgery is null)
        {
            html.Append("<p>This application has no antiforgery (<code>AddAntiforgery()</code>), so nothing can be changed here. Send a token in the header ");
            html.Append(CultureInfo.InvariantCulture, $"<code>{OverrideCarrier.Header}</code>.</p>");
        }

        return html.Append("</main></body></html>").ToString();
    }

    private void WriteAsked(StringBuilder html)
    {
        if (Asked is null)
        {
            return;
        }

        html.Append("<h2>The token in this address</h2>");
        if (Asked is not { Overrides: { } overrides, Claims: { } claims })
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"problem\">It does not count here: {OverrideHeaders.Name(Asked.Outcome)}.</p>");
            return;
        }

        html.Append(CultureInfo.InvariantCulture, $"<p>It is valid until {claims.ExpiresAt:yyyy-MM-dd HH:mm} UTC");
        html.Append(claims.Subject is { } subject ? $", for the caller {Html.Encode(subject)}, and sets:</p>" : ", for every caller, and sets:</p>");
        WriteFlags(html, overrides);
        if (Asked.Outcome == OverrideOutcome.PartlyApplied)
        {
            html.Append("<p>Other flags in it may not be set here.</p>");
        }

        html.Append(CultureInfo.InvariantCulture, $"<p>As a header: <code>{OverrideCarrier.Header}: {Html.Encode(Token!)}</code></p>");
        if (Antiforgery is not null)
        {
            BeginForm(html, "keep");
            html.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"token\" value=\"{Html.Encode(Token!)}\">");
            EndForm(html, "Use it in this browser");
        }
    }

    private void WriteCurrent(StringBuilder html)
    {
        html.Append("<h2>In this browser</h2>");
        if (Current?.Overrides is not { } overrides)
        {
            html.Append(Current is null ? "<p>No overrides.</p>" : $"<p>The token of this browser does not count: {OverrideHeaders.Name(Current.Outcome)}.</p>");
        }
        else
        {
            WriteFlags(html, overrides);
        }

        if (Current is not null && Antiforgery is not null)
        {
            BeginForm(html, "end");
            EndForm(html, "End");
        }
    }

    private static void WriteFlags(StringBuilder html, OverrideSet overrides)
    {
        html.Append("<table><tr><th scope=\"col\">flag</th><th scope=\"col\">value</th></tr>");
        foreach ((string flag, FlagResult value) in overrides.Flags)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Html.Encode(flag)}</td><td>{Html.Encode(OverrideValue.Describe(value))}</td></tr>");
        }

        html.Append("</table>");
    }

    private void BeginForm(StringBuilder html, string action)
    {
        html.Append(CultureInfo.InvariantCulture, $"<form method=\"post\" action=\"{Html.Encode(Action)}\"><input type=\"hidden\" name=\"do\" value=\"{action}\">");
        html.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"{Html.Encode(Antiforgery!.FormFieldName)}\" value=\"{Html.Encode(Antiforgery.RequestToken!)}\">");
    }

    private static void EndForm(StringBuilder html, string button) => html.Append(CultureInfo.InvariantCulture, $"<button>{button}</button></form>");
}
