using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Undoes what clients do to a JSON body besides gzip: base64, alone or in the field <c>data</c> of a form (protocol §1.3, §2.1).</summary>
internal static class BodyEncoding
{
    /// <summary>The JSON text of a body. What is no UTF-8 in it is replaced.</summary>
    /// <exception cref="FormatException">PostHog does not read this encoding.</exception>
    public static string Decode(HttpRequest request, ReadOnlySpan<byte> body)
    {
        string type = request.ContentType ?? string.Empty;
        string compression = request.Query["compression"].ToString();
        if (compression is not ("" or "gzip" or "gzip-js" or "base64") || type.StartsWith("text/xml", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException("The encoding is not supported.");
        }

        string text = Encoding.UTF8.GetString(body);
        if (!type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return IsJson(text) ? text : FromBase64(text);
        }

        string data = QueryHelpers.ParseQuery(text).TryGetValue("data", out var field) ? field.ToString() : string.Empty;
        return IsJson(data) ? throw new FormatException("A form holds base64.") : FromBase64(data);
    }

    private static bool IsJson(string text) => text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['{' or '[', ..];

    private static string FromBase64(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
