using System.Net;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>All flags of a caller while the circuit is open.</summary>
[Trait("Promise", "RC-11")]
[Trait("Promise", "FM-20")]
public sealed class GetAllTests
{
    private static readonly (string Key, string Value)[] Settings = [("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"), ("FeatureManagement:free-shipping", "true")];

    [Theory]
    [InlineData(10, FlagSource.Cache)]
    [InlineData(600, FlagSource.Stale)]
    [InlineData(82_800, FlagSource.Stale)]
    public async Task GetAllFlagsAsync_CircuitOpen_ReturnsLastGoodAndConfiguration(int seconds, FlagSource source)
    {
        await using var outage = new Outage(Settings);
        await outage.AskAsync(Outage.Ada);
        outage.Clock.Advance(TimeSpan.FromSeconds(seconds - 4));
        await OpenAsync(outage);
        int before = outage.PostHog.Count;

        Waited<IReadOnlyDictionary<string, FlagResult>> all = await AllAsync(outage);

        Assert.Equal(("old", source), (all.Answer["headline"].Variant, all.Answer["headline"].Source));
        Assert.Equal(FlagSource.Configuration, all.Answer["free-shipping"].Source);
        Assert.Equal(2, all.Answer.Count);
        Assert.Equal((TimeSpan.Zero, before), (all.Time, outage.PostHog.Count));
    }

    [Fact]
    public async Task GetAllFlagsAsync_CircuitOpenAndNothingCached_ReturnsConfiguration()
    {
        await using var outage = new Outage(Settings);
        await OpenAsync(outage);

        Waited<IReadOnlyDictionary<string, FlagResult>> all = await AllAsync(outage);

        Assert.Equal(["free-shipping", "headline"], all.Answer.Keys.Order());
        Assert.All(all.Answer.Values, static result => Assert.Equal((true, FlagSource.Configuration), (result.IsEnabled, result.Source)));
    }

    [Fact]
    public async Task GetAllFlagsAsync_ThenSingleChecks_SendOneRequest()
    {
        await using var outage = new Outage(Settings);

        await AllAsync(outage);
        FlagResult single = (await outage.AskAsync(Outage.Ada)).Answer;

        Assert.Equal(FlagSource.Cache, single.Source);
        Assert.Equal(1, outage.PostHog.Count);
    }

    private static Task<Waited<IReadOnlyDictionary<string, FlagResult>>> AllAsync(Outage outage) =>
        outage.WaitAsync(outage.Library.Flags.GetAllFlagsAsync(Outage.Ada, default, TestContext.Current.CancellationToken).AsTask());

    private static async Task OpenAsync(Outage outage)
    {
        outage.PostHog.Become(Behaviours.Hang);
        await outage.AskAsync(new PostHogContext("bob"));
        outage.PostHog.Become(Behaviours.Status(HttpStatusCode.InternalServerError));
    }
}
