using System.Text.Json;

namespace PostHogFeatureManagement;

/// <summary>A flag's payload. It is parsed once and shared by every answer that carries it.</summary>
internal sealed class FlagPayload(JsonElement json)
{
    /// <summary>The maximum nesting depth of a payload, in definitions and in answers from PostHog's servers alike.</summary>
    private const int MaxDepth = 256;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaxDepth };

    /// <summary>The payload, cloned from its document so that it stays valid.</summary>
    public JsonElement Json { get; } = json;

    /// <summary>
    /// Reads a payload as PostHog writes it: normally a string that holds JSON. Text that is not JSON becomes a JSON string.
    /// Empty text and null mean no payload (protocol §9.2).
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
            // An escaped lone surrogate is valid JSON but cannot become a string, so there is no payload to return.
            isMalformed = true;
            return null;
        }
    }
}
