using System.Text.Json;

namespace PostHogFeatureManagement.Emulator;

/// <summary>An event the emulator received.</summary>
/// <param name="Name">The event's name, for example <c>$feature_flag_called</c>.</param>
/// <param name="DistinctId">The event's distinct id, at most 200 characters long.</param>
/// <param name="Properties">
/// The event's properties, or an undefined element if it has none. On <c>/i/v1/analytics/events</c>, PostHog reads some of them beside the properties. They are
/// here under their usual names, such as <c>$session_id</c>.
/// </param>
/// <param name="Json">The whole event as the sender wrote it.</param>
public sealed record PostHogEmulatorEvent(string Name, string DistinctId, JsonElement Properties, JsonElement Json)
{
    /// <summary>The event's id. The emulator keeps one event of each id. Where the sender gave none, it is a new one.</summary>
    public Guid Uuid { get; init; }

    /// <summary>When the event happened, as the sender says. Default: null, for a sender that does not say it.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>When the emulator received the event.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The endpoint that received the event, for example <c>/batch</c>.</summary>
    public string Endpoint { get; init; } = string.Empty;
}
