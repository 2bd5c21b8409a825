using System.Text.Json.Serialization;

namespace PostHogFeatureManagement;

/// <summary>The layer that gave an answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlagSource>))]
public enum FlagSource : byte
{
    /// <summary>No layer had a value, or none was asked, so the flag is off.</summary>
    Default,

    /// <summary>An override, from the operator or for this request.</summary>
    Override,

    /// <summary>This process evaluated the flag from PostHog's definitions.</summary>
    Local,

    /// <summary>PostHog's servers answered for this call.</summary>
    Remote,

    /// <summary>A cached answer from PostHog that is still fresh.</summary>
    Cache,

    /// <summary>A cached answer from PostHog that is no longer fresh, used because a newer one is not available yet.</summary>
    Stale,

    /// <summary>This process evaluated the flag from definitions in a file.</summary>
    File,

    /// <summary>The application's own feature configuration.</summary>
    Configuration,
}
