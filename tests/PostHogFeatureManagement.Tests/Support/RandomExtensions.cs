namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Draws that read as sentences.</summary>
internal static class RandomExtensions
{
    public static T Pick<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>True in so many of a hundred draws.</summary>
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
