using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>
/// The cookie that posthog-js keeps in the browser (protocol §12.1). The visitor can change it, so it may choose a bucket for an anonymous visitor
/// but never proves who they are. A malformed or oversized cookie is ignored.
/// </summary>
internal sealed class PostHogCookie(string projectToken)
{
    private const int MaxValueLength = 8 * 1024;
    private const int MaxIdLength = 1000;
    private readonly string _name = NameFor(projectToken);

    public static string NameFor(string projectToken) =>
        $"ph_{projectToken.Replace("+", "PL", StringComparison.Ordinal).Replace("/", "SL", StringComparison.Ordinal).Replace("=", "EQ", StringComparison.Ordinal)}_posthog";

    public PostHogContext? Read(HttpRequest request)
    {
        if (!request.Cookies.TryGetValue(_name, out string? value) || string.IsNullOrEmpty(value) || value.Length > MaxValueLength)
        {
            return null;
        }

        try
        {
            // ASP.NET Core has decoded the value once, but a browser or proxy may have encoded it twice.
            string json = value[0] == '{' ? value : Uri.UnescapeDataString(value);
            using JsonDocument document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PostHogContext? Read(JsonElement cookie)
    {
        if (cookie.ValueKind != JsonValueKind.Object || Text(cookie, "distinct_id") is not { } distinctId)
        {
            return null;
        }

        return new PostHogContext(distinctId) { DeviceId = Text(cookie, "$device_id") };
    }

    private static string? Text(JsonElement cookie, string name)
    {
        bool isText = cookie.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String;
        string? text = isText ? ReadText(member) : null;
        return string.IsNullOrWhiteSpace(text) || text.Length > MaxIdLength || text.Any(char.IsControl) ? null : text;
    }

    private static string? ReadText(JsonElement member)
    {
        try
        {
            return member.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate is valid JSON but not valid text.
            return null;
        }
    }
}
