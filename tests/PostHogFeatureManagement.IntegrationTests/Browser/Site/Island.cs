using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Browser.Site;

/// <summary>What the bootstrap tag wrote into a page.</summary>
/// <param name="Json">The island of JSON. Undefined when there is none.</param>
/// <param name="Document">The page.</param>
/// <param name="Response">The response with the page.</param>
internal sealed record Island(JsonElement Json, IDocument Document, HttpResponseMessage Response)
{
    public string[] Scripts => [.. Document.Head!.QuerySelectorAll("script[src]").Select(static script => script.GetAttribute("src")!)];

    public string? CacheControl => Response.Headers.CacheControl?.ToString();

    /// <summary>The island's members about the visitor.</summary>
    public string Identity => string.Join(' ', new[]
    {
        Text(Json.GetProperty("bootstrap"), "distinctID"), Text(Json.GetProperty("bootstrap"), "isIdentifiedID"), Text(Json, "deviceId"), Text(Json, "user"),
    });

    public JsonElement Flags => Json.GetProperty("bootstrap").TryGetProperty("featureFlags", out JsonElement flags) ? flags : default;

    public JsonElement Payloads => Json.GetProperty("bootstrap").GetProperty("featureFlagPayloads");

    public static async Task<Island> GetAsync(GateHost host, string path, string? user = null, string? posthogCookie = null, string? cookies = null, string? claims = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (user is not null)
        {
            request.Headers.Add("X-User", user);
        }

        if (claims is not null)
        {
            request.Headers.Add("X-Plan", claims);
        }

        string posthog = posthogCookie is null ? string.Empty : $"{BrowserSite.CookieName}={Uri.EscapeDataString(posthogCookie)}";
        request.Headers.Add("Cookie", $"{posthog}; {cookies}");
        HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string html = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        IDocument document = await new HtmlParser().ParseDocumentAsync(html, TestContext.Current.CancellationToken);
        string? json = document.GetElementById("posthog-bootstrap")?.TextContent;
        return new Island(json is null ? default : JsonSerializer.Deserialize<JsonElement>(json), document, response);
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.GetRawText().Trim('"') : "-";
}
