namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Random draws with readable names.</summary>
internal static class RandomExtensions
{
    public static T Pick<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>Returns true in the given percentage of draws.</summary>
    public static bool Percent(this Random random, int percent) => random.Next(100) < percent;

    public static List<T> Many<T>(this Random random, int atLeast, int atMost, Func<T> draw)
    {
        int count = random.Next(atLeast, atMost + 1);
        var drawn = new List<T>(count);
        for (int i = 0; i < count; i++)
        {
            drawn.Add(draw());
        }

        return drawn;
    }
}
