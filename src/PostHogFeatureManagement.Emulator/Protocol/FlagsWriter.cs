using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Writes a response of <c>/flags</c> or <c>/decide</c> in any of its shapes (protocol §2.4, §2.5, §2.8).</summary>
internal static class FlagsWriter
{
    public static void Write(Utf8JsonWriter writer, FlagsAnswer answer, FlagsShape shape, Guid requestId, long evaluatedAt)
    {
        writer.WriteStartObject();
        WriteFlags(writer, answer, shape.Format);
        if (shape.HasRecords || shape.Format == FlagsFormat.Values)
        {
            writer.WriteBoolean("errorsWhileComputingFlags", answer.HasErrors);
        }

        if (answer.IsQuotaLimited)
        {
            writer.WriteStartArray("quotaLimited");
            writer.WriteStringValue("feature_flags");
            writer.WriteEndArray();
        }

        writer.WriteString("requestId", requestId);
        writer.WriteNumber("evaluatedAt", evaluatedAt);
        if (shape.HasRecords && answer.MinimalEvents)
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
        writer.WriteStartObject();
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

    private static void WriteFlags(Utf8JsonWriter writer, FlagsAnswer answer, FlagsFormat format)
    {
        switch (format)
        {
            case FlagsFormat.Values:
                WriteValues(writer, answer.Records);
                WritePayloads(writer, answer.Records);
                break;
            case FlagsFormat.EnabledValues:
                WriteValues(writer, answer.Records.Where(static record => record.Answer.IsEnabled));
                break;
            case FlagsFormat.EnabledKeys:
                writer.WriteStartArray("featureFlags");
                foreach (FlagRecord record in answer.Records.Where(static record => record.Answer.IsEnabled))
                {
                    writer.WriteStringValue(record.Flag.Key);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteRecords(writer, answer.Records, format == FlagsFormat.TypedRecords);
                break;
        }
    }

    private static void WriteRecords(Utf8JsonWriter writer, IEnumerable<FlagRecord> records, bool isTyped)
    {
        writer.WriteStartObject("flags");
        foreach (FlagRecord record in records)
        {
            writer.WritePropertyName(record.Flag.Key);
            WriteRecord(writer, record, isTyped);
        }

        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, IEnumerable<FlagRecord> records)
    {
        writer.WriteStartObject("featureFlags");
        foreach ((EmulatedFlag flag, EmulatedAnswer value) in records)
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
    }

    private static void WritePayloads(Utf8JsonWriter writer, IEnumerable<FlagRecord> records)
    {
        writer.WriteStartObject("featureFlagPayloads");
        foreach (FlagRecord record in records.Where(static record => record.Payload.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)))
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
