using System.Text.Json;

namespace PostHogFeatureManagement.Emulator;

/// <summary>An event the emulator received.</summary>
/// <param name="Name">The event's name, for example <c>$feature_flag_called</c>.</param>
/// <param name="DistinctId">Whose event it is; null when the sender did not say.</param>
/// <param name="Properties">The event's properties; an undefined element when there were none.</param>
/// <param name="Json">The whole event as sent.</param>
public sealed record PostHogEmulatorEvent(string Name, string? DistinctId, JsonElement Properties, JsonElement Json);
