using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Writes a <c>/flags</c> response in either of its two formats (protocol §2.4, §2.5).</summary>
internal static class FlagsWriter
{
    public static void Write(Utf8JsonWriter writer, FlagsAnswer answer, bool isDetailed, long evaluatedAt)
    {
        writer.WriteStartObject();
        if (isDetailed)
        {
            WriteDetails(writer, answer);
        }
        else
        {
            WriteLegacy(writer, answer);
        }

        writer.WriteBoolean("errorsWhileComputingFlags", answer.HasErrors);
        if (answer.IsQuotaLimited)
        {
            writer.WriteStartArray("quotaLimited");
            writer.WriteStringValue("feature_flags");
            writer.WriteEndArray();
        }

        writer.WriteString("requestId", Guid.NewGuid());
        writer.WriteNumber("evaluatedAt", evaluatedAt);
        if (isDetailed && answer.MinimalEvents)
        {
            writer.WriteBoolean("minimalFlagCalledEvents", true);
        }

        writer.WriteEndObject();
    }

    public static void WriteRecord(Utf8JsonWriter writer, FlagRecord record)
    {
        (EmulatedFlag flag, EmulatedAnswer answer) = record;
        writer.WriteStartObject(flag.Key);
        writer.WriteString("key", flag.Key);
        writer.WriteBoolean("enabled", answer.IsEnabled);
        writer.WriteString("variant", answer.Variant);
        if (answer.HasFailed)
        {
            writer.WriteBoolean("failed", true);
        }

        writer.WriteStartObject("reason");
        writer.WriteString("code", answer.ReasonCode);
        if (answer.ConditionIndex is { } index)
        {
            writer.WriteNumber("condition_index", index);
        }
        else
        {
            writer.WriteNull("condition_index");
        }

        writer.WriteString("description", answer.Description);
        writer.WriteEndObject();
        WriteMetadata(writer, record);
        writer.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter writer, FlagsAnswer answer)
    {
        writer.WriteStartObject("flags");
        foreach (FlagRecord record in answer.Records)
        {
            WriteRecord(writer, record);
        }

        writer.WriteEndObject();
    }

    private static void WriteLegacy(Utf8JsonWriter writer, FlagsAnswer answer)
    {
        writer.WriteStartObject("featureFlags");
        foreach ((EmulatedFlag flag, EmulatedAnswer value) in answer.Records)
        {
            if (value.Variant is { } variant)
            {
                writer.WriteString(flag.Key, variant);
            }
            else
            {
                writer.WriteBoolean(flag.Key, value.IsEnabled);
            }
        }

        writer.WriteEndObject();
        writer.WriteStartObject("featureFlagPayloads");
        foreach (FlagRecord record in answer.Records.Where(record => record.Payload.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)))
        {
            writer.WritePropertyName(record.Flag.Key);
            record.Payload.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, FlagRecord record)
    {
        writer.WriteStartObject("metadata");
        writer.WriteNumber("id", record.Flag.Id);
        writer.WriteNumber("version", record.Flag.Version);
        writer.WriteNull("description");
        writer.WritePropertyName("payload");
        if (record.Payload.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            record.Payload.WriteTo(writer);
        }

        if (record.Flag.HasExperiment is { } hasExperiment)
        {
            writer.WriteBoolean("has_experiment", hasExperiment);
        }

        writer.WriteEndObject();
    }
}
