using FsCheck;
using FsCheck.Fluent;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation.Properties;

public sealed class RolloutTests
{
    private static readonly PostHogContext[] Users = [.. Enumerable.Range(0, 2_000).Select(static number => new PostHogContext($"user-{number}"))];

    private static Gen<(double Lower, double Higher)> Rollouts =>
        from one in Gen.Choose(0, 10_000)
        from other in Gen.Choose(0, 10_000)
        select (Math.Min(one, other) / 100.0, Math.Max(one, other) / 100.0);

    [Fact]
    [Trait("Promise", "EV-01")]
    public void Evaluate_HigherRollout_KeepsEveryoneIn() => Property.Holds(Rollouts, 40, static rollouts =>
    {
        FlagSet lower = Answers.Compile(SimpleFlag.Document(rollouts.Lower));
        FlagSet higher = Answers.Compile(SimpleFlag.Document(rollouts.Higher));
        Assert.All(Users, user => Assert.True(!IsOn(lower, user) || IsOn(higher, user)));
    });

    [Fact]
    [Trait("Promise", "EV-01")]
    public void Evaluate_HigherRollout_KeepsEveryVariant() => Property.Holds(Rollouts, 20, static rollouts =>
    {
        FlagSet lower = Answers.Compile(SimpleFlag.Document(rollouts.Lower, 20, 30, 50));
        FlagSet higher = Answers.Compile(SimpleFlag.Document(rollouts.Higher, 20, 30, 50));
        foreach (PostHogContext user in Users.Where(user => IsOn(lower, user)))
        {
            Assert.Equal(Answers.Of(lower, SimpleFlag.Key, user).Variant, Answers.Of(higher, SimpleFlag.Key, user).Variant);
        }
    });

    private static bool IsOn(FlagSet set, PostHogContext user) => Answers.Of(set, SimpleFlag.Key, user).IsEnabled;
}
