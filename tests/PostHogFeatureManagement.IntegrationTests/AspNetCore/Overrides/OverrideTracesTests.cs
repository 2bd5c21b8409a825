using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Overrides;

/// <summary>An override leaves nothing behind: no exposure, no value in a session, no page in a cache.</summary>
[Trait("Promise", "EM-05")]
[Trait("Promise", "SC-05")]
public sealed class OverrideTracesTests
{
    private readonly Session _session = new();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Sessions_OverriddenFlag_IsNeitherReadNorWritten(bool concrete, bool scoped)
    {
        await using GateHost host = await OverrideHost.StartAsync(
            pipeline: app => Map(app, concrete), services: services => services.AddSingleton<ISessionManager>(_session), scoped: scoped);
        _session.Answers["beta"] = false;
        _session.Answers["headline"] = true;

        using HttpResponseMessage with = await host.SendWithTokenAsync("/", host.Token("beta=true headline=bold only-configured=true"), "anna");

        Assert.Equal("True bold True True", await with.Content.ReadAsStringAsync());
        Assert.Equal(["old"], _session.Read);
        Assert.Equal(["old True"], _session.Written);

        using HttpResponseMessage without = await host.SendWithTokenAsync("/", null, "anna");

        Assert.Equal("False  False True", await without.Content.ReadAsStringAsync());
        Assert.DoesNotContain("beta True", _session.Written);
    }

    [Fact]
    [Trait("Promise", "EX-01")]
    public async Task Exposures_OverriddenFlag_IsNotSent()
    {
        await using GateHost host = await OverrideHost.StartAsync(pipeline: app => Map(app, false));

        using HttpResponseMessage with = await host.SendWithTokenAsync("/", host.Token("beta=true headline=bold"), "anna");
        await host.Services.GetRequiredService<IPostHogEvents>().FlushAsync();

        Assert.Equal(["old"], host.PostHog.Events.Select(static e => e.Properties.GetProperty("$feature_flag").GetString()).Distinct());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OutputCache_RequestWithToken_NeitherTakesNorLeavesAPage(bool cacheFirst)
    {
        int served = 0;
        await using GateHost host = await OverrideHost.StartAsync(
            pipeline: app =>
            {
                app.UseTestUser();
                _ = cacheFirst ? app.UseOutputCache().UsePostHog() : app.UsePostHog().UseOutputCache();
                app.MapGet("/", async (IFeatureManager features) => $"{await features.IsEnabledAsync("beta")} {Interlocked.Increment(ref served)}").CacheOutput();
            },
            services: static services => services.AddOutputCache());
        string token = host.Token("beta=true");

        Assert.Equal(
            ["False 1", "True 2", "True 3", "False 1"],
            [await GetAsync(null), await GetAsync(token), await GetAsync(token), await GetAsync(null)]);

        async Task<string> GetAsync(string? carried)
        {
            using HttpResponseMessage response = await host.SendWithTokenAsync("/", carried);
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Work_StartedByTheRequest_SeesTheOverrideUntilTheRequestEnds()
    {
        var ended = new TaskCompletionSource();
        Task<(bool, bool)>? work = null;
        await using GateHost host = await OverrideHost.StartAsync(pipeline: app =>
        {
            app.UsePostHog();
            app.MapGet("/", async (IVariantFeatureManager features) =>
            {
                var begun = new TaskCompletionSource();
                work = Task.Run(async () =>
                {
                    bool during = await features.IsEnabledAsync("beta");
                    begun.SetResult();
                    await ended.Task;
                    return (during, await features.IsEnabledAsync("beta"));
                });
                await begun.Task;
            });
        });

        using HttpResponseMessage response = await host.SendWithTokenAsync("/", host.Token("beta=true"));
        ended.SetResult();

        Assert.Equal((true, false), await work!);
    }

    private static void Map(WebApplication app, bool concrete)
    {
        app.UseTestUser();
        app.UsePostHog();
        app.MapGet("/", async (HttpContext context) =>
        {
            IVariantFeatureManager features = concrete
                ? context.RequestServices.GetRequiredService<FeatureManager>()
                : context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            bool beta = await features.IsEnabledAsync("beta");
            Variant? headline = await features.GetVariantAsync("headline", CancellationToken.None);
            return $"{beta} {headline?.Name} {await features.IsEnabledAsync("only-configured")} {await features.IsEnabledAsync("old")}";
        });
    }

    private sealed class Session : ISessionManager
    {
        public ConcurrentDictionary<string, bool> Answers { get; } = [];

        public ConcurrentQueue<string> Read { get; } = new();

        public ConcurrentQueue<string> Written { get; } = new();

        public Task<bool?> GetAsync(string featureName)
        {
            Read.Enqueue(featureName);
            return Task.FromResult<bool?>(Answers.TryGetValue(featureName, out bool answer) ? answer : null);
        }

        public Task SetAsync(string featureName, bool enabled)
        {
            Written.Enqueue($"{featureName} {enabled}");
            return Task.CompletedTask;
        }
    }
}
