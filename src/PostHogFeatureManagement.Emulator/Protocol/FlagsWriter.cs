using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Writes a <c>/flags</c> response in any of its shapes (protocol §2.4, §2.5, §2.8).</summary>
internal static class FlagsWriter
{
    public static void Write(Utf8JsonWriter writer, FlagsAnswer answer, FlagsShape shape, Guid requestId, long evaluatedAt)
    {
        writer.WriteStartObject();
        if (shape.IsLegacy)
        {
            WriteLegacy(writer, answer);
        }
        else
        {
            WriteDetails(writer, answer, shape.IsTyped);
        }

        writer.WriteBoolean("errorsWhileComputingFlags", answer.HasErrors);
        if (answer.IsQuotaLimited)
        {
            writer.WriteStartArray("quotaLimited");
            writer.WriteStringValue("feature_flags");
            writer.WriteEndArray();
        }

        writer.WriteString("requestId", requestId);
        writer.WriteNumber("evaluatedAt", evaluatedAt);
        if (!shape.IsLegacy && answer.MinimalEvents)
        {
            writer.WriteBoolean("minimalFlagCalledEvents", true);
        }

        if (shape.HasConfiguration)
        {
            ClientConfiguration.Write(writer);
        }

        writer.WriteEndObject();
    }

    public static void WriteRecord(Utf8JsonWriter writer, FlagRecord record, bool isTyped = false)
    {
        (EmulatedFlag flag, EmulatedAnswer answer) = record;
        writer.WriteStartObject(flag.Key);
        writer.WriteString("key", flag.Key);
        if (isTyped)
        {
            WriteTypedValue(writer, answer);
        }
        else
        {
            writer.WriteBoolean("enabled", answer.IsEnabled);
            writer.WriteString("variant", answer.Variant);
        }

        if (answer.HasFailed)
        {
            writer.WriteBoolean("failed", true);
        }

        writer.WriteStartObject("reason");
        writer.WriteString("code", isTyped && answer.Rule is { } rule ? rule.Code : answer.ReasonCode);
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
        WriteMetadata(writer, record, isTyped);
        writer.WriteEndObject();
    }

    private static void WriteTypedValue(Utf8JsonWriter writer, EmulatedAnswer answer)
    {
        if (answer.HasFailed)
        {
            writer.WriteNull("value");
        }
        else if (answer.Rule is { } rule)
        {
            writer.WritePropertyName("value");
            rule.Value.WriteTo(writer);
        }
        else if (answer.Variant is { } variant)
        {
            writer.WriteString("value", variant);
        }
        else
        {
            writer.WriteBoolean("value", answer.IsEnabled);
        }
    }

    private static void WriteDetails(Utf8JsonWriter writer, FlagsAnswer answer, bool isTyped)
    {
        writer.WriteStartObject("flags");
        foreach (FlagRecord record in answer.Records)
        {
            WriteRecord(writer, record, isTyped);
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

    private static void WriteMetadata(Utf8JsonWriter writer, FlagRecord record, bool isTyped)
    {
        writer.WriteStartObject("metadata");
        writer.WriteNumber("id", record.Flag.Id);
        writer.WriteNumber("version", record.Flag.Version);
        writer.WriteNull("description");
        writer.WritePropertyName("payload");
        if (record.Payload.ValueKind == JsonValueKind.Undefined || (isTyped && record.Answer.Rule is not null))
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

        if (isTyped)
        {
            WriteTypedMetadata(writer, record);
        }

        writer.WriteEndObject();
    }

    private static void WriteTypedMetadata(Utf8JsonWriter writer, FlagRecord record)
    {
        (EmulatedFlag flag, EmulatedAnswer answer) = record;
        writer.WriteNumber("config_version", flag.ConfigurationVersion);
        if (answer.Rule?.Rule is { } rule)
        {
            writer.WriteString("rule_type", rule.Type);
            writer.WriteString("rule_id", rule.Id);
        }
        else if (answer is { Rule: null, Variant: { } variant })
        {
            writer.WriteString("variant_key", variant);
        }
    }
}
