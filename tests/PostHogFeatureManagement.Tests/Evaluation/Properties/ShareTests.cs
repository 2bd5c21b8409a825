using FsCheck;
using FsCheck.Fluent;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation.Properties;

public sealed class ShareTests
{
    private const int UserCount = 100_000;

    /// <summary>By chance alone, two in a billion cases lie outside this many standard deviations.</summary>
    private const double Deviations = 6;

    private static readonly PostHogContext[] Users = [.. Enumerable.Range(0, UserCount).Select(static number => new PostHogContext($"user-{number}"))];

    /// <summary>One to five weights that add up to 100 % or less.</summary>
    private static Gen<double[]> Weights =>
        from count in Gen.Choose(1, 5)
        from parts in Gen.Choose(1, 1_000).ArrayOf(count)
        from rest in Gen.Elements(0, 500)
        select parts.Select(part => 100.0 * part / (parts.Sum() + rest)).ToArray();

    [Fact]
    [Trait("Promise", "EV-01")]
    public void Evaluate_ManyUsers_GivesEveryVariantItsShare() => Property.Holds(Weights, 8, static weights =>
    {
        FlagSet set = Answers.Compile(SimpleFlag.Document(100, weights));
        Dictionary<string, int> counts = Users.GroupBy(user => Answers.Of(set, SimpleFlag.Key, user).Variant ?? "none").ToDictionary(static group => group.Key, static group => group.Count());
        for (int index = 0; index < weights.Length; index++)
        {
            AssertShare(weights[index] / 100, counts.GetValueOrDefault(SimpleFlag.VariantKey(index)));
        }

        AssertShare(1 - (weights.Sum() / 100), counts.GetValueOrDefault("none"));
    });

    [Fact]
    [Trait("Promise", "EV-01")]
    public void Evaluate_ManyUsers_IncludesTheShareOfTheRollout() => Property.Holds(Gen.Choose(1, 9_999), 8, static hundredths =>
    {
        FlagSet set = Answers.Compile(SimpleFlag.Document(hundredths / 100.0));
        AssertShare(hundredths / 10_000.0, Users.Count(user => Answers.Of(set, SimpleFlag.Key, user).IsEnabled));
    });

    private static void AssertShare(double share, int count)
    {
        double bounded = Math.Clamp(share, 0, 1);
        double tolerance = Deviations * Math.Sqrt(UserCount * bounded * (1 - bounded));
        Assert.InRange(count, (UserCount * bounded) - tolerance - 1, (UserCount * bounded) + tolerance + 1);
    }
}
