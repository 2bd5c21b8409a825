using System.Text.Json;

namespace PostHogFeatureManagement;

/// <summary>What a flag is for a caller, and why. A small immutable value; the default one means "off, nothing is known".</summary>
public readonly struct FlagResult
{
    private readonly FlagPayload? _payload;
    private readonly int _conditionNumber;

    internal FlagResult(
        bool isEnabled,
        string? variant,
        FlagPayload? payload,
        FlagReason reason,
        int conditionIndex,
        FlagSource source,
        bool hasValue = true)
    {
        IsEnabled = isEnabled;
        Variant = variant;
        _payload = payload;
        Reason = reason;
        _conditionNumber = conditionIndex + 1;
        Source = source;
        HasValue = hasValue;
    }

    /// <summary>Whether any layer had a value. False means off for want of an answer; <see cref="Reason"/> says why.</summary>
    public bool HasValue { get; }

    /// <summary>Whether the flag is on.</summary>
    public bool IsEnabled { get; }

    /// <summary>The variant's key; null for flags without variants and when the flag is off.</summary>
    public string? Variant { get; }

    /// <summary>The payload of the value. Null when there is none. A payload that is not valid JSON appears as a JSON string.</summary>
    public JsonElement? Payload => _payload?.Json;

    /// <summary>Why the flag has this value; when no layer of PostHog's had one, why not.</summary>
    public FlagReason Reason { get; }

    /// <summary>The zero-based index of the condition that decided; null when none did.</summary>
    public int? ConditionIndex => _conditionNumber == 0 ? null : _conditionNumber - 1;

    /// <summary>Which layer answered.</summary>
    public FlagSource Source { get; }

    internal FlagPayload? PayloadObject => _payload;

    internal static FlagResult NoValue(FlagReason reason) => new(false, null, null, reason, -1, FlagSource.Default, hasValue: false);
}
