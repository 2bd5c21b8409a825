namespace PostHogFeatureManagement.Benchmarks.Support;

internal static class Callers
{
    /// <summary>A signed-in customer with a handful of properties.</summary>
    public static PostHogContext One(int number = 17) => new($"0190f3a2-7c1e-7d31-9e53-{number:x12}")
    {
        PersonProperties = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["plan"] = "team",
            ["email"] = "jo@team-3.example.org",
            ["country"] = "AT",
            ["seats"] = 12,
        },
    };

    public static PostHogContext[] Many(int count) => [.. Enumerable.Range(0, count).Select(One)];
}
