namespace PostHogFeatureManagement.Client.Flags;

/// <summary>A request for the flags of a caller. Null <paramref name="FlagKeys"/> means all of them.</summary>
internal sealed record FlagsRequest(PostHogContext Context, IReadOnlyList<string>? FlagKeys = null);
