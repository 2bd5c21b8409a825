using System.Text.Json;

namespace PostHogFeatureManagement.Flags.Overrides;

/// <summary>Reads and writes one overridden value: on, off or a variant, with or without a payload.</summary>
internal static class OverrideValue
{
    public const int PayloadLimit = 2048;

    public static FlagResult On => Of(true, null);

    public static FlagResult Off => Of(false, null);

    /// <summary>A value as settings spell it: <c>true</c>, <c>false</c>, or the key of a variant.</summary>
    public static FlagResult Parse(string text) => bool.TryParse(text, out bool isOn) ? Of(isOn, null) : Of(true, text);

    /// <summary>A value as tokens spell it: a boolean, a variant, or an object with <c>variant</c> or <c>enabled</c> and <c>payload</c>. Null when it is none of these.</summary>
    public static FlagResult? Parse(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => On,
        JsonValueKind.False => Off,
        JsonValueKind.String when json.Text() is { Length: > 0 } variant => Of(true, variant),
        JsonValueKind.Object => ParseObject(json),
        _ => null,
    };

    public static FlagResult Of(bool isEnabled, string? variant, FlagPayload? payload = null) =>
        new(isEnabled, variant, payload, FlagReason.Override, conditionIndex: -1, FlagSource.Override);

    /// <summary>The value as settings spell it.</summary>
    public static string Describe(in FlagResult value) => value.Variant ?? (value.IsEnabled ? "true" : "false");

    private static FlagResult? ParseObject(JsonElement json)
    {
        JsonElement payload = json.Member("payload"u8);
        string? variant = json.Member("variant"u8).Text();
        bool isEnabled = json.Member("enabled"u8).Boolean() ?? true;
        bool isValue = json.EnumerateObject().All(static member => member.NameOrNull() is "variant" or "enabled" or "payload")
            && variant is not "" && (isEnabled || variant is null) && (payload.IsMissing() || payload.GetRawText().Length <= PayloadLimit);
        return isValue ? Of(isEnabled, variant, payload.IsMissing() ? null : new FlagPayload(payload.Clone())) : null;
    }
}
