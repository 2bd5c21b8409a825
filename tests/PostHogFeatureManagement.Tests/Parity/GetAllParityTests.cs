using System.Net;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Resilience;

namespace PostHogFeatureManagement.Tests.Parity;

/// <summary>The seed's <c>get_all_feature_flags</c>.</summary>
[Trait("Promise", "RC-11")]
[Trait("Promise", "RS-10")]
public sealed class GetAllParityTests
{
    [Fact]
    [Trait("Promise", "P23")]
    public async Task P23_GetAll_FillsCacheForSingleChecks()
    {
        await using Outage host = SeedHost.Start();

        IReadOnlyDictionary<string, FlagResult> all = await AllAsync(host);
        FlagResult single = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal("old", all["headline"].Variant);
        Assert.Equal(("old", FlagSource.Cache), (single.Variant, single.Source));
        Assert.Equal(1, host.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "P24")]
    public async Task P24_GetAll_IgnoresResultCache()
    {
        await using Outage host = SeedHost.Start();
        await host.AskAsync(SeedHost.Ada);
        host.PostHog.Variant = "new";

        Assert.Equal("new", (await AllAsync(host))["headline"].Variant);
        Assert.Equal("new", (await host.AskAsync(SeedHost.Ada)).Answer.Variant);
        Assert.Equal(2, host.PostHog.Count);
    }

    /// <summary>The seed's answer is empty then, even if it has cached flags and configured features.</summary>
    [Fact]
    [Trait("Promise", "P25")]
    public async Task P25_DepartureDf_GetAllWhileCircuitOpen_ReturnsLastGoodAndConfiguration()
    {
        await using Outage host = SeedHost.Start(("FeatureManagement:free-shipping", "true"));
        await host.AskAsync(SeedHost.Ada);
        host.PostHog.Become(Behaviours.Hang);
        await host.AskAsync(new PostHogContext("bob"));
        int before = host.PostHog.Count;

        IReadOnlyDictionary<string, FlagResult> all = await AllAsync(host);

        Assert.Equal("old", all["headline"].Variant);
        Assert.Equal(FlagSource.Configuration, all["free-shipping"].Source);
        Assert.Equal(before, host.PostHog.Count);
    }

    [Theory]
    [InlineData("{\"flags\":{}}", HttpStatusCode.OK)]
    [InlineData("{}", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.InternalServerError)]
    [Trait("Promise", "P25")]
    [Trait("Promise", "P26")]
    public async Task P26_GetAllOfNothing_IsEmpty(string body, HttpStatusCode status)
    {
        await using Outage host = SeedHost.Start();
        host.PostHog.Become((_, _) => Task.FromResult(Support.StubHandler.Response(status, body)));

        Assert.Empty(await AllAsync(host));
    }

    [Fact]
    [Trait("Promise", "P27")]
    public async Task P27_SlowGetAll_IsReturnedAndStoredAndCircuitOpens()
    {
        await using Outage host = SeedHost.Start();
        host.PostHog.Become(SeedHost.SaysAfter(TimeSpan.FromSeconds(6), "\"slow\""));

        IReadOnlyDictionary<string, FlagResult> all = await AllAsync(host);

        Assert.Equal("slow", all["headline"].Variant);
        Assert.Equal(BreakerState.Open, host.Circuit.State);
        Assert.Equal(FlagSource.Cache, (await host.AskAsync(SeedHost.Ada)).Answer.Source);
    }

    /// <summary>The seed still calls PostHog.</summary>
    [Fact]
    [Trait("Promise", "P12")]
    public async Task DepartureDg_GetAllWhenDisabled_SendsNothing()
    {
        await using Outage host = SeedHost.Start(("PostHog:Enabled", "false"));

        Assert.Empty(await AllAsync(host));
        Assert.Equal(0, host.PostHog.Count);
    }

    private static async Task<IReadOnlyDictionary<string, FlagResult>> AllAsync(Outage host) =>
        (await host.WaitAsync(host.Library.Flags.GetAllFlagsAsync(SeedHost.Ada, default, TestContext.Current.CancellationToken).AsTask())).Answer;
}
