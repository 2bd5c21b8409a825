using System.Text.Json;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>
/// Reads names and strings that may not be valid Unicode (a lone surrogate, invalid UTF-8). JSON readers accept them but throw when the text is read,
/// and offer no way to test for it. This class returns null instead.
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

    /// <summary>Returns whether the reader's current token is this name. Only names with escapes must be read for that.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, string text) =>
        reader.ValueIsEscaped ? TryRead(ref reader) == text : reader.ValueTextEquals(name);
}
