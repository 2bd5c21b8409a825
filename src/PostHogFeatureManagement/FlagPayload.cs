using System.Text.Json;

namespace PostHogFeatureManagement;

/// <summary>A flag's payload, parsed once and shared by every answer that carries it.</summary>
internal sealed class FlagPayload(JsonElement json)
{
    /// <summary>How deep a payload may be nested, the same in definitions and in answers of PostHog's servers.</summary>
    private const int MaxDepth = 256;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaxDepth };

    /// <summary>The payload; stays valid for ever (cloned from its document).</summary>
    public JsonElement Json { get; } = json;

    /// <summary>
    /// Reads a payload as PostHog writes it: normally a string that holds JSON. Text that is not JSON becomes a JSON string, empty text and null are no payload (protocol §9.2).
    /// </summary>
    public static FlagPayload? FromWire(JsonElement wire, out bool isMalformed)
    {
        isMalformed = false;
        if (wire.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return null;
        }

        if (wire.ValueKind != JsonValueKind.String)
        {
            return new FlagPayload(wire.Clone());
        }

        if (wire.ValueEquals(ReadOnlySpan<byte>.Empty))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(wire.GetString()!, Deep);
            return new FlagPayload(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            isMalformed = true;
            return new FlagPayload(wire.Clone());
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate written as an escape is valid JSON but no text, so there is nothing to hand out.
            isMalformed = true;
            return null;
        }
    }
}
