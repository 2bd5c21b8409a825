using System.Text.Json;
using System.Text.Json.Serialization;

namespace PostHogFeatureManagement;

/// <summary>
/// The value of a flag for a caller, and the reason for it. Small, immutable and thread-safe.
/// The default value means that the flag is off because nothing is known.
/// </summary>
public readonly struct FlagResult
{
    private readonly FlagPayload? _payload;
    private readonly int _conditionNumber;

    // The parameters have the names of the properties, so that a result can be read back from JSON.
    [JsonConstructor]
    internal FlagResult(bool hasValue, bool isEnabled, string? variant, JsonElement? payload, FlagReason reason, int? conditionIndex, FlagSource source)
        : this(isEnabled, variant, payload is { } json ? new FlagPayload(json) : null, reason, conditionIndex ?? -1, source, hasValue)
    {
    }

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

    /// <summary>Whether any layer had a value. If false, the flag is off because no layer had an answer; <see cref="Reason"/> explains why.</summary>
    public bool HasValue { get; }

    /// <summary>Whether the flag is on.</summary>
    public bool IsEnabled { get; }

    /// <summary>The variant's key. Null when the flag has no variants or is off.</summary>
    public string? Variant { get; }

    /// <summary>The payload of this value, or null when there is none. A payload that is not valid JSON becomes a JSON string.</summary>
    /// <remarks>
    /// A string that is JSON but no text, such as half an emoji, is null, and a member with such a name is left out. The payload can be nested 256 levels deep;
    /// System.Text.Json writes no more than 64, unless <see cref="JsonSerializerOptions.MaxDepth"/> says otherwise.
    /// </remarks>
    public JsonElement? Payload => _payload?.Json;

    /// <summary>Why the flag has this value. If <see cref="HasValue"/> is false, why PostHog had no value.</summary>
    public FlagReason Reason { get; }

    /// <summary>The zero-based index of the condition that decided, or null when no condition did.</summary>
    public int? ConditionIndex => _conditionNumber == 0 ? null : _conditionNumber - 1;

    /// <summary>The layer that answered.</summary>
    public FlagSource Source { get; }

    internal FlagPayload? PayloadObject => _payload;

    /// <summary>The flag is on. For tests that fake <see cref="IPostHogFlags"/>.</summary>
    /// <param name="variant">The variant's key. Default: none.</param>
    /// <param name="payload">The payload. Default: none.</param>
    /// <param name="reason">Why. Default: a condition matched.</param>
    /// <param name="source">The layer that answered. Default: this process.</param>
    public static FlagResult On(
        string? variant = null, JsonElement? payload = null, FlagReason reason = FlagReason.ConditionMatch, FlagSource source = FlagSource.Local) =>
        new(true, variant, payload is { } json ? new FlagPayload(json) : null, reason, conditionIndex: -1, source);

    /// <summary>The flag is off, because a layer said so. For tests that fake <see cref="IPostHogFlags"/>.</summary>
    /// <param name="reason">Why. Default: no condition matched.</param>
    /// <param name="source">The layer that answered. Default: this process.</param>
    public static FlagResult Off(FlagReason reason = FlagReason.NoConditionMatch, FlagSource source = FlagSource.Local) =>
        new(false, null, null, reason, conditionIndex: -1, source);

    /// <summary>No layer has a value, so the flag is off. For tests that fake <see cref="IPostHogFlags"/>.</summary>
    /// <param name="reason">Why PostHog has none.</param>
    public static FlagResult NoValue(FlagReason reason) => new(false, null, null, reason, -1, FlagSource.Default, hasValue: false);
}
