namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>The answer to a check.</summary>
/// <param name="Variant">The variant in the answer: PostHog now says "new" and said "old" before. The configured flag has no variant.</param>
/// <param name="Source">Who answered.</param>
/// <param name="Wait">How long the check waits.</param>
/// <param name="Requests">How many requests it causes, with retries and background requests.</param>
internal sealed record FailSafeCell(string? Variant, FlagSource Source, TimeSpan Wait, int Requests)
{
    public static FailSafeCell FromCache { get; } = new("old", FlagSource.Cache, TimeSpan.Zero, 0);

    public static FailSafeCell New(double seconds, int requests) => new("new", FlagSource.Remote, TimeSpan.FromSeconds(seconds), requests);

    public static FailSafeCell Old(double seconds, int requests) => new("old", FlagSource.Stale, TimeSpan.FromSeconds(seconds), requests);

    public static FailSafeCell Configured(double seconds, int requests) => new(null, FlagSource.Configuration, TimeSpan.FromSeconds(seconds), requests);
}
