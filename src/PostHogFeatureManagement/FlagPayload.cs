using System.Text.Json;

namespace PostHogFeatureManagement;

/// <summary>A flag's payload. It is parsed once and shared by every answer that carries it.</summary>
internal sealed class FlagPayload(JsonElement json)
{
    /// <summary>The maximum nesting depth of a payload, in definitions and in answers from PostHog's servers alike.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaxDepth };

    /// <summary>The payload, cloned from its document so that it stays valid. All strings in it are text.</summary>
    public JsonElement Json { get; } = TextJson.Of(json);

    /// <summary>Reads JSON as deep as a payload can be; null when the bytes are no JSON.</summary>
    public static JsonElement? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, Deep);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads a payload as PostHog writes it: normally a string that holds JSON. Text that is not JSON becomes a JSON string.
    /// Empty text, null and a string that is no text mean no payload (protocol §9.2).
    /// </summary>
    public static FlagPayload? FromWire(JsonElement wire, out bool isMalformed)
    {
        isMalformed = false;
        if (wire.IsMissing())
        {
            return null;
        }

        if (wire.ValueKind != JsonValueKind.String)
        {
            return new FlagPayload(wire.Clone());
        }

        string? text = wire.Text();
        isMalformed = text is null;
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, Deep);
            return new FlagPayload(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            isMalformed = true;
            return new FlagPayload(wire.Clone());
        }
    }
}
