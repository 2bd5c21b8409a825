using System.Text.Json.Serialization;

namespace PostHogFeatureManagement;

/// <summary>How a call of <see cref="IPostHogDefinitions.RefreshAsync"/> ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DefinitionsRefreshOutcome>))]
public enum DefinitionsRefreshOutcome : byte
{
    /// <summary>PostHog had new definitions, and they are in use.</summary>
    Changed,

    /// <summary>PostHog confirmed that the definitions in use are current.</summary>
    Unchanged,

    /// <summary>PostHog gave no usable answer. The last good definitions stay in use.</summary>
    Failed,

    /// <summary>PostHog was not asked, because it wants to be left alone until <see cref="DefinitionsRefreshResult.NotBefore"/>.</summary>
    Postponed,

    /// <summary>This process does not poll: it has no secret key, is switched off or offline, or is stopping.</summary>
    NotPolled,
}
