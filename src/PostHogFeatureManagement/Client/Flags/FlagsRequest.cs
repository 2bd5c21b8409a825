namespace PostHogFeatureManagement.Client.Flags;

/// <summary>Whose flags are asked for. <paramref name="FlagKeys"/> null means all of them.</summary>
internal sealed record FlagsRequest(PostHogContext Context, IReadOnlyList<string>? FlagKeys = null);
