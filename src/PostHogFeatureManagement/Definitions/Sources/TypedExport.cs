using System.Text.Encodings.Web;
using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Sources;

/// <summary>
/// Writes what the generator of typed flags needs, one flag a line, in the order of the keys. Conditions, cohorts and values stay out, because the file is
/// usually committed, and they can contain personal data.
/// </summary>
internal static class TypedExport
{
    private const int Format = 1;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(Stream destination, DefinitionsSnapshot definitions, CancellationToken cancellationToken)
    {
        using JsonDocument document = JsonDocument.Parse(definitions.Content.Body, new JsonDocumentOptions { MaxDepth = DefinitionsCompiler.MaxJsonDepth });
        using var text = new MemoryStream();
        text.Write(System.Text.Encoding.UTF8.GetBytes($"{{\n  \"typedFlags\": {Format},\n  \"flags\": ["));
        bool isFirst = true;
        foreach ((FlagDefinition flag, JsonElement json) in FlagsOf(definitions.FlagSet, document.RootElement).Values)
        {
            text.Write(isFirst ? "\n    "u8 : ",\n    "u8);
            isFirst = false;
            using var writer = new Utf8JsonWriter(text, Readable);
            WriteFlag(writer, flag, json);
        }

        text.Write(isFirst ? "]\n}\n"u8 : "\n  ]\n}\n"u8);
        text.Position = 0;
        await text.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The flags that this application can have. Of two with one key, the one that was compiled last counts, as in evaluation.</summary>
    private static SortedDictionary<string, (FlagDefinition Flag, JsonElement Json)> FlagsOf(FlagSet flags, JsonElement root)
    {
        var found = new SortedDictionary<string, (FlagDefinition, JsonElement)>(StringComparer.Ordinal);
        JsonElement list = root.Member("flags"u8);
        if (list.ValueKind != JsonValueKind.Array)
        {
            return found;
        }

        foreach (JsonElement json in list.EnumerateArray())
        {
            if (json.Member("key"u8).Text() is { } key && !json.Member("deleted"u8).IsTrue() && flags.TryGetFlag(key, out FlagDefinition? flag) && !flag.IsExcluded)
            {
                found[key] = (flag, json);
            }
        }

        return found;
    }

    private static void WriteFlag(Utf8JsonWriter writer, FlagDefinition flag, JsonElement json)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, flag.Key);
        if (json.Member("name"u8).Text() is { Length: > 0 } name)
        {
            writer.WriteString("name"u8, name);
        }

        writer.WriteBoolean("active"u8, flag.IsActive);
        writer.WriteString("audience"u8, FlagAudience.Of(flag));
        writer.WriteString("decided"u8, flag.ServerCause is null ? "local"u8 : "server"u8);
        WritePayload(writer, flag.Payload);
        WriteVariants(writer, flag, json.Member("filters"u8).Member("multivariate"u8).Member("variants"u8));
        writer.WriteEndObject();
    }

    private static void WriteVariants(Utf8JsonWriter writer, FlagDefinition flag, JsonElement variants)
    {
        if (!flag.HasVariants || variants.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        writer.WriteStartArray("variants"u8);
        foreach (JsonElement variant in variants.EnumerateArray())
        {
            if (variant.Member("key"u8).Text() is { Length: > 0 } key && Array.IndexOf(flag.VariantKeys, key) is >= 0 and int index)
            {
                writer.WriteStartObject();
                writer.WriteString("key"u8, key);
                if (variant.Member("rollout_percentage"u8) is { ValueKind: JsonValueKind.Number } percentage)
                {
                    writer.WritePropertyName("percentage"u8);
                    percentage.WriteTo(writer);
                }

                WritePayload(writer, flag.VariantPayloads?[index]);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WritePayload(Utf8JsonWriter writer, FlagPayload? payload)
    {
        if (payload is not null)
        {
            writer.WritePropertyName("payload"u8);
            writer.WriteRawValue(PayloadShape.Of(payload.Json));
        }
    }
}
