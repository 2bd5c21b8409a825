using System.Text.Json;

namespace PostHogFeatureManagement;

/// <summary>
/// The value of a remote config key, or the reason why there is none. Small, immutable and thread-safe. The default value means that nothing is known.
/// </summary>
/// <param name="value">The value. Null when there is none.</param>
/// <param name="reason">Why there is no value. <see cref="FlagReason.Unknown"/> when there is one.</param>
/// <param name="source">Where the value comes from.</param>
public readonly struct RemoteConfigResult(JsonElement? value, FlagReason reason, FlagSource source)
{
    /// <summary>
    /// The value, decrypted by PostHog if it is encrypted there. Null when there is none; <see cref="Reason"/> explains why. A value that is not valid JSON
    /// becomes a JSON string.
    /// </summary>
    /// <remarks>
    /// A string that is JSON but no text, such as half an emoji, is null, and a member with such a name is left out. The value can be nested 256 levels deep;
    /// System.Text.Json writes no more than 64, unless <see cref="JsonSerializerOptions.MaxDepth"/> says otherwise.
    /// </remarks>
    public JsonElement? Value { get; } = value;

    /// <summary>
    /// Why there is no value: <see cref="FlagReason.FlagNotFound"/> if PostHog has no remote config with this key, <see cref="FlagReason.MissingSecretKey"/>
    /// without a secret key, <see cref="FlagReason.UnreadableValue"/> if PostHog does not decrypt the value for this key, or why PostHog did not answer.
    /// <see cref="FlagReason.Unknown"/> if there is a value, or if the flag in PostHog has none.
    /// </summary>
    public FlagReason Reason { get; } = reason;

    /// <summary>
    /// Where the value comes from: <see cref="FlagSource.Remote"/>, <see cref="FlagSource.Cache"/> or <see cref="FlagSource.Stale"/>.
    /// <see cref="FlagSource.Default"/> if PostHog did not answer.
    /// </summary>
    public FlagSource Source { get; } = source;
}
