using System.Text.Json;

namespace PostHogFeatureManagement.Emulator;

/// <summary>An event the emulator received.</summary>
/// <param name="Name">The event's name, for example <c>$feature_flag_called</c>.</param>
/// <param name="DistinctId">The event's distinct id, or null if the sender gave none.</param>
/// <param name="Properties">The event's properties, or an undefined element if it has none.</param>
/// <param name="Json">The whole event as the sender wrote it.</param>
public sealed record PostHogEmulatorEvent(string Name, string? DistinctId, JsonElement Properties, JsonElement Json);
