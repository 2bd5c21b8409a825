using FsCheck;
using FsCheck.Fluent;

namespace PostHogFeatureManagement.Tests.Evaluation.Properties;

/// <summary>Runs properties. A failure names the shrunk value and how to repeat it.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> values, int count, Action<T> property) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(count));

    /// <summary>For things drawn from a random source of their own.</summary>
    public static void HoldsForSeeds(int count, Action<Random> property) =>
#pragma warning disable CA5394 // Repeatable is what is wanted; nothing is protected.
        Holds(Gen.Choose(0, int.MaxValue), count, seed => property(new Random(seed)));
#pragma warning restore CA5394
}
