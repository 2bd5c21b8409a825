using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Undoes what clients do to a JSON body besides gzip: base64, alone or in the field <c>data</c> of a form (protocol §1.3, §2.1).</summary>
internal static class BodyEncoding
{
    /// <summary>The JSON text of a body. What is no UTF-8 in it is replaced.</summary>
    /// <exception cref="FormatException">PostHog does not read this encoding.</exception>
    public static string Decode(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        Refuse(request);
        string text = Encoding.UTF8.GetString(body.Span);
        if (!IsForm(request))
        {
            return IsJson(text) ? text : FromBase64(text);
        }

        string data = DataOf(text);
        return IsJson(data) ? throw new FormatException("A form holds base64.") : FromBase64(data);
    }

    /// <summary>The same for events. In a form, they may also be plain JSON.</summary>
    /// <exception cref="FormatException">PostHog does not read this encoding.</exception>
    public static string DecodeEvents(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        Refuse(request);
        string text = Encoding.UTF8.GetString(body.Span);
        string data = text.StartsWith("data=", StringComparison.Ordinal) ? DataOf(text) : text;
        return IsJson(data) ? data : FromBase64(data);
    }

    private static void Refuse(HttpRequest request)
    {
        if (request.Query["compression"].ToString() is not ("" or "gzip" or "gzip-js" or "base64") || HasType(request, "text/xml"))
        {
            throw new FormatException("The encoding is not supported.");
        }
    }

    private static bool IsForm(HttpRequest request) => HasType(request, "application/x-www-form-urlencoded");

    private static bool HasType(HttpRequest request, string type) => request.ContentType?.StartsWith(type, StringComparison.OrdinalIgnoreCase) is true;

    private static string DataOf(string form) => QueryHelpers.ParseQuery(form).TryGetValue("data", out var field) ? field.ToString() : string.Empty;

    private static bool IsJson(string text) => text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['{' or '[', ..];

    // A plus sign that a client did not escape arrives as a space.
    private static string FromBase64(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text.Trim().Replace(' ', '+')));
}
