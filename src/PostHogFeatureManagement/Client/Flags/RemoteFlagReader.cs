using System.Text.Json;

namespace PostHogFeatureManagement.Client.Flags;

/// <summary>
/// Reads one flag of a response. Null means that this flag has no usable value; the others are not affected. It collects keys whose payload is not JSON
/// (protocol §9.2).
/// </summary>
internal static class RemoteFlagReader
{
    /// <summary>
    /// Reads a record of <c>/flags/?v=2</c> (protocol §2.4) or <c>v=3</c> (§2.8). The key of the map counts, not the key in the record.
    /// </summary>
    public static RemoteFlag? Read(string key, JsonElement record, List<string> malformedPayloads)
    {
        if (record.ValueKind != JsonValueKind.Object || !IsFalseOrMissing(record.Member("failed"u8)))
        {
            return null;
        }

        JsonElement reason = record.Member("reason"u8);
        JsonElement metadata = record.Member("metadata"u8);
        RemoteFlag? flag = record.Has("value"u8) ? ReadTyped(key, record.Member("value"u8)) : ReadEnabled(key, record);
        if (flag is null || !IsObjectOrMissing(reason) || !IsObjectOrMissing(metadata))
        {
            return null;
        }

        flag = reason.IsMissing() ? flag : WithReason(flag, reason);
        return metadata.IsMissing() ? flag : WithMetadata(flag, metadata, malformedPayloads);
    }

    /// <summary>Reads a value of the older shapes (protocol §2.5): true, false or a variant.</summary>
    public static RemoteFlag? ReadValue(string key, JsonElement value, JsonElement payload, List<string> malformedPayloads) => value.ValueKind switch
    {
        JsonValueKind.True => new RemoteFlag(key, true, null) { Payload = ReadPayload(key, payload, malformedPayloads) },
        JsonValueKind.False => new RemoteFlag(key, false, null),
        JsonValueKind.String when value.Text() is { } variant => new RemoteFlag(key, true, variant) { Payload = ReadPayload(key, payload, malformedPayloads) },
        _ => null,
    };

    private static RemoteFlag? ReadEnabled(string key, JsonElement record)
    {
        JsonElement variant = record.Member("variant"u8);
        string? variantKey = variant.Text();
        return record.Member("enabled"u8).Boolean() is not bool isEnabled || (variantKey is null && !variant.IsMissing())
            ? null
            : new RemoteFlag(key, isEnabled, isEnabled ? variantKey : null);
    }

    /// <summary>The same value as in a record of <c>v=2</c>: text is the variant, and null is off. A number or an object is on and the payload.</summary>
    private static RemoteFlag? ReadTyped(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.Text() is { } variant ? new RemoteFlag(key, true, variant) : null,
        JsonValueKind.True => new RemoteFlag(key, true, null),
        JsonValueKind.False or JsonValueKind.Undefined => new RemoteFlag(key, false, null),
        _ => new RemoteFlag(key, true, null) { Payload = new FlagPayload(value.Clone()) },
    };

    private static RemoteFlag WithReason(RemoteFlag flag, JsonElement reason) => flag with
    {
        Reason = ReasonCodes.ToReason(reason.Member("code"u8).Text()),
        ConditionIndex = reason.Member("condition_index"u8).SmallInteger() is int index and >= 0 ? index : -1,
        ReasonDescription = reason.Member("description"u8).Text(),
    };

    private static RemoteFlag WithMetadata(RemoteFlag flag, JsonElement metadata, List<string> malformedPayloads) => flag with
    {
        Id = metadata.Member("id"u8).Integer(),
        Version = metadata.Member("version"u8).SmallInteger(),
        HasExperiment = metadata.Member("has_experiment"u8).Boolean(),
        Payload = flag.IsEnabled ? ReadPayload(flag.Key, metadata.Member("payload"u8), malformedPayloads) ?? flag.Payload : null,
    };

    private static FlagPayload? ReadPayload(string key, JsonElement wire, List<string> malformedPayloads)
    {
        FlagPayload? payload = FlagPayload.FromWire(wire, out bool isMalformed);
        if (isMalformed)
        {
            malformedPayloads.Add(key);
        }

        return payload;
    }

    private static bool IsFalseOrMissing(JsonElement json) => json.IsMissing() || json.ValueKind == JsonValueKind.False;

    private static bool IsObjectOrMissing(JsonElement json) => json.IsMissing() || json.ValueKind == JsonValueKind.Object;
}
