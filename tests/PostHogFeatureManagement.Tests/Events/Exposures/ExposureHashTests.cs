using PostHogFeatureManagement.Events.Exposures;

namespace PostHogFeatureManagement.Tests.Events.Exposures;

[Trait("Promise", "EX-02")]
public sealed class ExposureHashTests
{
    private static readonly FlagResult On = new(true, null, null, FlagReason.ConditionMatch, 0, FlagSource.Local);

    [Fact]
    public void Of_EqualCallers_IsEqual() => Assert.Equal(ExposureHash.Of(Caller("ada", ("b", "2"), ("a", "1")), "beta", On), ExposureHash.Of(Caller("ada", ("a", "1"), ("b", "2")), "beta", On));

    [Fact]
    public void Of_AnythingDifferent_IsDifferent()
    {
        UInt128[] hashes =
        [
            ExposureHash.Of(Caller("ada"), "beta", On),
            ExposureHash.Of(Caller("adb"), "beta", On),
            ExposureHash.Of(Caller("ad"), "abeta", On),
            ExposureHash.Of(Caller("ada\0"), "beta", On),
            ExposureHash.Of(Caller("ada"), "beta\0", On),
            ExposureHash.Of(Caller("ada"), "betb", On),
            ExposureHash.Of(Caller("ada"), "beta", FlagResult.NoValue(FlagReason.Timeout)),
            ExposureHash.Of(Caller("ada"), "beta", new FlagResult(false, null, null, FlagReason.Unknown, -1, FlagSource.Local)),
            ExposureHash.Of(Caller("ada"), "beta", new FlagResult(true, "true", null, FlagReason.Unknown, -1, FlagSource.Local)),
            ExposureHash.Of(Caller("ada"), "bet", new FlagResult(true, "a", null, FlagReason.Unknown, -1, FlagSource.Local)),
            ExposureHash.Of(Caller("ada", ("a", "1")), "beta", On),
            ExposureHash.Of(Caller("ada", ("a1", "")), "beta", On),
            ExposureHash.Of(Caller("ada", ("1", "a")), "beta", On),
        ];

        // A group without a key is none.
        Assert.Equal(hashes.Length - 1, hashes.Distinct().Count());
    }

    [Fact]
    public void Of_ManyCallers_DoNotCollide() =>
        Assert.Equal(100_000, Enumerable.Range(0, 100_000).Select(number => ExposureHash.Of(Caller($"user-{number}"), "beta", On)).Distinct().Count());

    private static PostHogContext Caller(string id, params (string Type, string Key)[] groups) =>
        new(id) { Groups = groups.ToDictionary(static group => group.Type, static group => new PostHogGroup(group.Key)) };
}
