using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Emulator.Definitions.ShortForm;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>
/// Parses handwritten definitions in PostHog's form, in the short form or in both. Comments and trailing commas are allowed, duplicate names are not. Nothing at
/// all means no flags.
/// </summary>
internal static class DefinitionsText
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Parses the document. The problem is the end of a sentence that starts with the document's name.</summary>
    public static JsonObject? Parse(ReadOnlySpan<byte> utf8, out string? problem)
    {
        if (utf8.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
        }

        string text = LenientText.RepairEscapes(Encoding.UTF8.GetString(utf8));
        if (string.IsNullOrWhiteSpace(text))
        {
            problem = null;
            return new JsonObject { ["flags"] = new JsonArray() };
        }

        try
        {
            JsonNode? root = JsonNode.Parse(text, documentOptions: Lenient);
            if (root is JsonObject document)
            {
                problem = ShortDocument.Expand(document);
                return problem is null ? document : null;
            }

            problem = "is not an object. Write { \"beta\": true }, or { \"flags\": [ … ] }, the format of PostHog's /flags/definitions.";
        }
        catch (JsonException exception)
        {
            problem = exception.LineNumber is { } line
                ? FormattableString.Invariant($"is not JSON (line {line + 1}, byte {exception.BytePositionInLine + 1}).")
                : "is not JSON, or an object in it has the same name twice.";
        }

        return null;
    }
}
