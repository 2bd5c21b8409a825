using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.Browser.Site;

/// <summary>A page that shows flags as Microsoft's interfaces answer them, with a <c>posthog-bootstrap</c> tag.</summary>
public sealed class BrowserPageController(IVariantFeatureManagerSnapshot features) : Controller
{
    /// <param name="flags">The flags that the tag passes on.</param>
    /// <param name="shown">The flags that the page shows. The same without it.</param>
    /// <param name="nonce">The nonce for scripts.</param>
    /// <param name="isKept">Whether the application lets caches keep the page.</param>
    [HttpGet("/page")]
    public async Task<IActionResult> Page(string? flags, string? shown, string? nonce, bool isKept)
    {
        Response.Headers.CacheControl = isKept ? "public, max-age=60" : default(StringValues);
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string key in (shown ?? flags ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isOn = await features.IsEnabledAsync(key);
            string? variant = isOn ? (await features.GetVariantAsync(key, CancellationToken.None))?.Name : null;
            values[key] = variant is null or "true" ? JsonSerializer.Serialize(isOn) : JsonSerializer.Serialize(variant);
        }

        return View("/Views/Browser/Page.cshtml", new BrowserPage(flags, nonce, values));
    }
}
