namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>What a check gets.</summary>
/// <param name="Variant">The flag's variant in the answer: "new" is what PostHog says now, "old" what it said before; the configured flag has none.</param>
/// <param name="Source">Who answered.</param>
/// <param name="Wait">How long the check waits.</param>
/// <param name="Requests">How many requests reach PostHog on its account, retries and those in the background included.</param>
internal sealed record FailSafeCell(string? Variant, FlagSource Source, TimeSpan Wait, int Requests)
{
    public static FailSafeCell FromCache { get; } = new("old", FlagSource.Cache, TimeSpan.Zero, 0);

    public static FailSafeCell New(double seconds, int requests) => new("new", FlagSource.Remote, TimeSpan.FromSeconds(seconds), requests);

    public static FailSafeCell Old(double seconds, int requests) => new("old", FlagSource.Stale, TimeSpan.FromSeconds(seconds), requests);

    public static FailSafeCell Configured(double seconds, int requests) => new(null, FlagSource.Configuration, TimeSpan.FromSeconds(seconds), requests);
}
