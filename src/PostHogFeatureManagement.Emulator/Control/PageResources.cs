using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator.Control;

/// <summary>Serves the page, its style sheet and its script from the assembly's resources.</summary>
internal static class PageResources
{
    public static Task SendPageAsync(HttpContext context) => SendAsync(context, "page.html");

    public static Task SendAsync(HttpContext context, string name)
    {
        string? contentType = name switch
        {
            "page.html" => "text/html; charset=utf-8",
            "page.css" => "text/css; charset=utf-8",
            "page.js" or "editor.js" or "people.js" or "why.js" => "text/javascript; charset=utf-8",
            _ => null,
        };
        if (contentType is null)
        {
            return ControlAnswers.ErrorAsync(context, StatusCodes.Status404NotFound, "The emulator has no such endpoint.");
        }

        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'";
        return Answers.BytesAsync(context, Read(name), contentType);
    }

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(PageResources).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
