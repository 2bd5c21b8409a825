using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Redis;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Resilience;

/// <summary>Two instances of one application that share one PostHog and one real Redis, either of which can fail.</summary>
[Trait("Promise", "RC-05")]
[Trait("Promise", "FM-20")]
public sealed class SharedRedisTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private GateHost _first = null!;
    private GateHost _second = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _first = await GateHost.StartAsync(Settings());
        string postHog = _first.PostHog.BaseAddress.ToString();
        _second = await GateHost.StartAsync(Settings() with { Services = services => services.PostConfigure<PostHogFeatureManagementOptions>(options => options.HostUrl = postHog) });
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    [Trait("Promise", "RC-07")]
    public async Task PostHogStopped_FirstInstanceHasAnswer_SecondUsesIt()
    {
        Assert.Equal(HttpStatusCode.OK, await _first.VisitAsync("anna"));
        await Eventually.TrueAsync(async () => await _redis.CommandAsync("DBSIZE") == ":2");
        await _first.PostHog.StopAsync();

        Assert.Equal(HttpStatusCode.OK, await _second.VisitAsync("anna"));
        Assert.Equal(HttpStatusCode.NotFound, await _second.VisitAsync("bob"));
    }

    [Fact]
    [Trait("Promise", "RS-05")]
    public async Task PostHogFails_FirstInstanceOpensCircuit_SecondSendsNoRequest()
    {
        _first.PostHog.SetFaults(new() { Status = 500 });
        await _first.VisitAsync("visitor", 5);
        Assert.Equal(BreakerState.Open, _first.Circuit().State);
        await Eventually.TrueAsync(() => _second.Circuit().State == BreakerState.Open);
        int before = _first.PostHog.RequestCount("/flags");

        HttpStatusCode[] visits = await _second.VisitAsync("visitor", 20);

        Assert.All(visits, static status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Equal(before, _first.PostHog.RequestCount("/flags"));
        Assert.Equal(BreakerCause.OtherInstance, _second.Circuit().Cause);
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("paused")]
    [Trait("Promise", "RC-10")]
    public async Task RedisStopped_DuringVisits_GatesOpenAndCacheRecovers(string how)
    {
        Assert.All(await _first.VisitAsync("before", 10), static status => Assert.Equal(HttpStatusCode.OK, status));
        Task<HttpStatusCode[]> during = VisitWhileAsync("during");
        await (how == "killed" ? _redis.KillAsync() : _redis.PauseAsync());
        HttpStatusCode[] after = await VisitWhileAsync("after");

        Assert.All([.. await during, .. after], static status => Assert.Equal(HttpStatusCode.OK, status));
        await Eventually.TrueAsync(() => _first.Logs.Entries.Any(static entry => entry.EventId.Id == LogEvents.DistributedCachePaused));

        await (how == "killed" ? _redis.StartAgainAsync() : _redis.ResumeAsync());
        await Eventually.TrueAsync(async () =>
        {
            Assert.Equal(HttpStatusCode.OK, await _first.VisitAsync($"again-{Guid.NewGuid()}"));
            return _first.Logs.Entries.Any(static entry => entry.EventId.Id == LogEvents.DistributedCacheRecovered);
        });
    }

    [Fact]
    public async Task RedisAndPostHogStopped_KnownAndNewVisitors_UseMemoryOrConfiguration()
    {
        Assert.Equal(HttpStatusCode.OK, await _first.VisitAsync("anna"));
        await _redis.KillAsync();
        await _first.PostHog.StopAsync();

        Assert.Equal(HttpStatusCode.OK, await _first.VisitAsync("anna"));
        Assert.All(await _first.VisitAsync("new", 10), static status => Assert.Equal(HttpStatusCode.NotFound, status));
    }

    private async Task<HttpStatusCode[]> VisitWhileAsync(string prefix)
    {
        var visits = new List<HttpStatusCode>();
        for (int round = 0; round < 5; round++)
        {
            visits.AddRange(await _first.VisitAsync($"{prefix}-{round}", 10));
            visits.AddRange(await _second.VisitAsync($"{prefix}-{round}", 10));
        }

        return [.. visits];
    }

    private GateHostSettings Settings() => GatedApp.Settings with
    {
        Configuration =
        [
            new("FeatureManagement:beta", "false"),
            new("PostHog:Client:AttemptTimeout", "00:00:05"),
            new("PostHog:Client:SlowCallThreshold", "00:00:05"),
            new("PostHog:Client:TotalTimeout", "00:00:06"),
            new("PostHog:Client:MaxRetryAttempts", "0"),
        ],
        AfterPostHog = features => features.AddPostHogRedis(_redis.ConnectionString),
    };
}
