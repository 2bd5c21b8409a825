using System.Text.Json;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>
/// Names and strings that may not be valid Unicode (half a surrogate pair, invalid UTF-8): JSON readers accept them and throw when asked for
/// the text, and there is no way to test for it. Here they are null.
/// </summary>
internal static class LenientJson
{
    public static string? TryRead(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string? TryReadName(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string? TryRead(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether the reader stands on this name. Only names with escapes have to be read for that.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, string text) =>
        reader.ValueIsEscaped ? TryRead(ref reader) == text : reader.ValueTextEquals(name);
}
