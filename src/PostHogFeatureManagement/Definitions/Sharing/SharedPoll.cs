using PostHogFeatureManagement.Fleet.Copy;

namespace PostHogFeatureManagement.Definitions.Sharing;

/// <summary>What a poll starts from. What it publishes replaces only this.</summary>
/// <param name="Look">The shared head.</param>
/// <param name="Held">The definitions in use; null for none.</param>
/// <param name="LookedAt">When the look was, by the clock of this process.</param>
/// <param name="Wait">How long PostHog wants to be left alone from then on.</param>
internal sealed record SharedPoll(HeadLook Look, DefinitionsSnapshot? Held, long LookedAt, TimeSpan Wait);
