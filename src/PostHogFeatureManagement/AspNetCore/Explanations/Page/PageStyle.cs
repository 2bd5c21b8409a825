using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.AspNetCore.Explanations.Page;

/// <summary>The style of the page, and the headers that let the browser do nothing but show it.</summary>
internal static class PageStyle
{
    private const string Resource = "explain.css";

    private static readonly string Css = Read();

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public static void WriteTo(HtmlWriter html)
    {
        html.Write($"<style>");
        html.WriteMarkup(Css);
        html.Write($"</style>");
    }

    public static void Protect(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";

        // The address has the id.
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static string Read()
    {
        using Stream stream = typeof(PageStyle).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
