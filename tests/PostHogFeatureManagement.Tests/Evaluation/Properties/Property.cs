using FsCheck;
using FsCheck.Fluent;

namespace PostHogFeatureManagement.Tests.Evaluation.Properties;

/// <summary>Runs properties. A failure shows the shrunk value and how to repeat it.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> values, int count, Action<T> property) =>
        Prop.ForAll(values.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(count));

    /// <summary>Runs a property with a random source for each seed.</summary>
    public static void HoldsForSeeds(int count, Action<Random> property) =>
#pragma warning disable CA5394 // The test needs a repeatable source, not a secure one.
        Holds(Gen.Choose(0, int.MaxValue), count, seed => property(new Random(seed)));
#pragma warning restore CA5394
}
