using System.Text.Json.Serialization;

namespace PostHogFeatureManagement;

/// <summary>The state of this instance, in OpenFeature's words.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PostHogState>))]
public enum PostHogState
{
    /// <summary>PostHog has not answered yet, so the configuration answers.</summary>
    NotReady,

    /// <summary>Answers are up to date, or PostHog is switched off.</summary>
    Ready,

    /// <summary>Answers are in use that may be out of date.</summary>
    Stale,

    /// <summary>Answers are in use, but a part of the library is in trouble.</summary>
    Error,

    /// <summary>PostHog refuses the key, and has never answered.</summary>
    Fatal,
}
