using System.Net;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Resilience;

/// <summary>A PostHog outage as visitors of gated pages see it, from start to end.</summary>
[Trait("Promise", "RS-08")]
[Trait("Promise", "FM-20")]
public sealed class GateOutageTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    [Trait("Promise", "RC-07")]
    public async Task Hang_VisitorWithStaleAnswer_IsServedAndRefreshedAfterwards()
    {
        await using GateHost host = await StartAsync("false");
        Assert.Equal(HttpStatusCode.OK, await host.VisitAsync("anna"));
        _clock.Advance(TimeSpan.FromMinutes(10));
        host.PostHog.SetFaults(new() { Hang = true });

        Assert.Equal(HttpStatusCode.OK, await host.VisitAsync("anna"));
        host.PostHog.SetActive("beta", false);
        host.PostHog.ClearFaults();

        await Eventually.TrueAsync(async () => await host.VisitAsync("anna") == HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("true", HttpStatusCode.OK)]
    [InlineData("false", HttpStatusCode.NotFound)]
    [Trait("Promise", "RS-03")]
    public async Task Hang_NewVisitorsWithOpenCircuit_AreAnsweredFromConfiguration(string configured, HttpStatusCode expected)
    {
        await using GateHost host = await StartAsync(configured);
        await OpenAsync(host);
        int before = host.PostHog.RequestCount("/flags");

        HttpStatusCode[] visits = await host.VisitAsync("late", 50);

        Assert.All(visits, status => Assert.Equal(expected, status));
        Assert.Equal(before, host.PostHog.RequestCount("/flags"));
    }

    [Fact]
    [Trait("Promise", "RS-04")]
    public async Task Recovery_AfterPause_OneVisitorProbesAndTrafficResumes()
    {
        await using GateHost host = await StartAsync("false");
        await OpenAsync(host);
        _clock.Advance(Pause);
        int before = host.PostHog.RequestCount("/flags");

        Task<HttpStatusCode> probe = host.VisitAsync("probe");
        await Eventually.TrueAsync(() => host.PostHog.RequestCount("/flags") == before + 1);
        HttpStatusCode[] others = await host.VisitAsync("other", 50);
        int during = host.PostHog.RequestCount("/flags");
        host.PostHog.ClearFaults();

        Assert.Equal(HttpStatusCode.OK, await probe);
        Assert.All(others, static status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Equal(before + 1, during);
        Assert.All(await host.VisitAsync("later", 20), static status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task Failure_ThousandVisits_SendsFewRequests()
    {
        await using GateHost host = await StartAsync("true");
        host.PostHog.SetFaults(new() { Status = 500 });

        for (int i = 0; i < 20; i++)
        {
            Assert.All(await host.VisitAsync($"round-{i}", 50), static status => Assert.Equal(HttpStatusCode.OK, status));
        }

        // At most as many as were in flight when the fifth failure was counted.
        Assert.InRange(host.PostHog.RequestCount("/flags"), 5, 16);
        Assert.Equal(BreakerState.Open, host.Circuit().State);
    }

    private Task<GateHost> StartAsync(string configured) => GateHost.StartAsync(GatedApp.Settings with
    {
        Configuration = [new("FeatureManagement:beta", configured), new("PostHog:Client:MaxRetryAttempts", "0"), new("PostHog:Client:SlowCallThreshold", "00:00:02")],
        Services = services => _clock.AddTo(services),
    });

    private async Task OpenAsync(GateHost host)
    {
        host.PostHog.SetFaults(new() { Hang = true });
        Task<HttpStatusCode> first = host.VisitAsync("first");
        await Eventually.TrueAsync(() => host.PostHog.RequestCount("/flags") == 1);
        Assert.False(first.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await first;
        await Eventually.TrueAsync(() => host.Circuit().State == BreakerState.Open);
    }
}
