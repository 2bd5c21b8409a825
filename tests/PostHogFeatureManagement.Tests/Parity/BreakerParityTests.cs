using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Parity;

/// <summary>The seed's circuit breaker: after one call of six seconds, whatever its answer, nothing is sent for a minute.</summary>
[Trait("Promise", "RS-03")]
[Trait("Promise", "RS-10")]
public sealed class BreakerParityTests
{
    private static readonly TimeSpan Threshold = TimeSpan.FromSeconds(6);
    private static readonly PostHogContext Bob = new("bob");

    [Fact]
    [Trait("Promise", "P14")]
    public async Task P14_SlowSuccess_IsReturnedAndStoredAndCircuitOpens()
    {
        await using Outage host = SeedHost.Start();
        host.PostHog.Become(SeedHost.SaysAfter(TimeSpan.FromSeconds(6.2), "\"slow\""));

        Waited<FlagResult> slow = await host.AskAsync(SeedHost.Ada);
        FlagResult hit = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal(("slow", FlagSource.Remote, TimeSpan.FromSeconds(6.2)), (slow.Answer.Variant, slow.Answer.Source, slow.Time));
        Assert.Equal(("slow", FlagSource.Cache), (hit.Variant, hit.Source));
        Assert.Equal((BreakerState.Open, BreakerCause.SlowCall), (host.Circuit.State, host.Circuit.Cause));
    }

    [Theory]
    [InlineData(6000, true)]
    [InlineData(5999, false)]
    [Trait("Promise", "P15")]
    public async Task P15_Threshold_IsInclusive(int milliseconds, bool opens)
    {
        await using Outage host = SeedHost.Start();
        host.PostHog.Become(SeedHost.SaysAfter(TimeSpan.FromMilliseconds(milliseconds), "true"));

        FlagResult result = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal(FlagSource.Remote, result.Source);
        Assert.Equal(opens, host.Circuit.State == BreakerState.Open);
    }

    [Fact]
    [Trait("Promise", "P16")]
    public async Task P16_SlowNone_ConfigurationAnswersAndCircuitOpens()
    {
        await using Outage host = SeedHost.Start((SeedHost.FeatureOn, "true"));
        host.PostHog.Become(SeedHost.SaysAfter(Threshold, null));

        FlagResult result = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal(FlagSource.Configuration, result.Source);
        Assert.Equal(BreakerState.Open, host.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "P17")]
    public async Task P17_FastException_ConfigurationAnswersAndCircuitStaysClosed()
    {
        await using Outage host = SeedHost.Start((SeedHost.FeatureOn, "true"));
        host.PostHog.Become(Behaviours.RefuseAtOnce);

        FlagResult result = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal(FlagSource.Configuration, result.Source);
        Assert.Equal(BreakerState.Closed, host.Circuit.State);
    }

    /// <summary>The seed would continue to call PostHog.</summary>
    [Fact]
    [Trait("Promise", "P17")]
    public async Task P17_DepartureDc_FiveFailures_CircuitOpens()
    {
        await using Outage host = SeedHost.Start();
        host.PostHog.Become(Behaviours.Status(System.Net.HttpStatusCode.InternalServerError));

        for (int i = 0; i < 5; i++)
        {
            await host.AskAsync(Bob);
        }

        Assert.Equal((BreakerState.Open, BreakerCause.Failures), (host.Circuit.State, host.Circuit.Cause));
    }

    [Fact]
    [Trait("Promise", "P18")]
    public async Task P18_SlowException_ConfigurationAnswersAndCircuitOpens()
    {
        await using Outage host = SeedHost.Start((SeedHost.FeatureOn, "true"));
        host.PostHog.Become(SeedHost.ThrowsAfter(Threshold));

        FlagResult result = (await host.AskAsync(SeedHost.Ada)).Answer;

        Assert.Equal(FlagSource.Configuration, result.Source);
        Assert.Equal((BreakerState.Open, BreakerCause.SlowCall), (host.Circuit.State, host.Circuit.Cause));
    }

    /// <summary>The most common slow exception: three seconds, a pause, three seconds.</summary>
    [Fact]
    [Trait("Promise", "P18")]
    public async Task P18_PostHogHangs_CircuitOpensAfterSixSeconds()
    {
        await using Outage host = SeedHost.Start();
        host.PostHog.Become(Behaviours.Hang);

        Waited<FlagResult> check = await host.AskAsync(SeedHost.Ada);

        Assert.Equal(TimeSpan.FromSeconds(6.3), check.Time);
        Assert.Equal(BreakerState.Open, host.Circuit.State);
    }

    [Fact]
    [Trait("Promise", "P19")]
    public async Task P19_CircuitOpen_ConfigurationAnswersWithoutCall()
    {
        await using Outage host = await OpenAsync();
        int before = host.PostHog.Count;

        Waited<FlagResult> check = await host.AskAsync(Bob);

        Assert.Equal((FlagSource.Configuration, TimeSpan.Zero), (check.Answer.Source, check.Time));
        Assert.Equal(before, host.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "P20")]
    public async Task P20_CircuitOpen_CallsAgainAfterCooldown()
    {
        await using Outage host = await OpenAsync();

        host.Clock.Advance(TimeSpan.FromSeconds(59.999));
        FlagResult early = (await host.AskAsync(Bob)).Answer;
        host.Clock.Advance(TimeSpan.FromSeconds(0.001));
        FlagResult late = (await host.AskAsync(Bob)).Answer;

        Assert.Equal((FlagSource.Configuration, FlagSource.Remote), (early.Source, late.Source));
    }

    /// <summary>In the seed, all waiting callers call at once.</summary>
    [Fact]
    [Trait("Promise", "P20")]
    public async Task P20_DepartureDd_AfterCooldown_OneProbeGoesFirst()
    {
        await using Outage host = await OpenAsync();
        var answered = new TaskCompletionSource();
        host.PostHog.Become(Behaviours.Held(answered.Task));
        int before = host.PostHog.Count;
        host.Clock.Advance(TimeSpan.FromSeconds(60));

        Task<FlagResult> probe = host.StartAsync(Bob);
        FlagResult other = await host.StartAsync(new PostHogContext("carol"));
        answered.SetResult();

        Assert.Equal((FlagSource.Configuration, FlagSource.Remote), (other.Source, (await probe).Source));
        Assert.Equal(1, host.PostHog.Count - before);
    }

    [Fact]
    [Trait("Promise", "P21")]
    [Trait("Promise", "RS-05")]
    public async Task P21_CircuitOpen_SecondInstanceFollows()
    {
        var clock = new ManualTimeProvider();
        var cache = new FakeDistributedCache(clock);
        await using Outage first = SeedHost.Start(clock, cache);
        await using Outage second = SeedHost.Start(clock, cache, (SeedHost.FeatureOn, "true"));
        first.PostHog.Become(Behaviours.Hang);
        await first.AskAsync(SeedHost.Ada);

        await LookAsync(first);
        await LookAsync(second);

        Assert.Equal(FlagSource.Configuration, (await second.AskAsync(Bob)).Answer.Source);
        Assert.Equal(0, second.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "P22")]
    public async Task P22_CircuitOpen_SkippedCallsDoNotExtendIt()
    {
        await using Outage host = await OpenAsync();
        for (int i = 0; i < 60; i++)
        {
            Assert.Equal(FlagSource.Configuration, (await host.AskAsync(new PostHogContext($"caller-{i}"))).Answer.Source);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(FlagSource.Remote, (await host.AskAsync(Bob)).Answer.Source);
    }

    private static async Task<Outage> OpenAsync()
    {
        Outage host = SeedHost.Start((SeedHost.FeatureOn, "true"));
        host.PostHog.Become(SeedHost.SaysAfter(Threshold, "true"));
        await host.AskAsync(SeedHost.Ada);
        host.PostHog.Become(Behaviours.Well);
        return host;
    }

    private static Task LookAsync(Outage host) =>
        host.Library.Get<IEnumerable<IHostedService>>().OfType<SharedBreakerSync>().Single().RunOnceAsync(TestContext.Current.CancellationToken);
}
