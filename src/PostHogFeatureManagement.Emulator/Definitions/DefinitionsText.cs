using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>Reads definitions people write by hand: comments and trailing commas are allowed, a name written twice is not.</summary>
internal static class DefinitionsText
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The document, or what is wrong with it as the end of a sentence that begins with its name.</summary>
    public static JsonObject? Parse(ReadOnlySpan<byte> utf8, out string? problem)
    {
        if (utf8.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
        }

        try
        {
            JsonNode? root = JsonNode.Parse(utf8, documentOptions: Lenient);
            if (root is JsonObject document && document["flags"] is JsonArray)
            {
                problem = null;
                return document;
            }

            problem = "has no \"flags\" array. Write { \"flags\": [ … ] }, the format of PostHog's /flags/definitions.";
        }
        catch (JsonException exception)
        {
            problem = exception.LineNumber is { } line
                ? FormattableString.Invariant($"is not JSON (line {line + 1}, byte {exception.BytePositionInLine + 1}).")
                : "is not JSON, or has a name twice in one object.";
        }

        return null;
    }
}
