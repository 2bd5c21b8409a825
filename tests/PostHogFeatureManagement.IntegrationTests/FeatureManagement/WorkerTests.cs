using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Checks in background work, outside of web requests.</summary>
[Trait("Promise", "FM-21")]
public sealed class WorkerTests
{
    private static readonly string Definitions = FlagJson.Set(
        FlagJson.On("beta"),
        FlagJson.ForUser("only-anna", "anna"),
        FlagJson.ForUser("only-worker", "worker-1"),
        FlagJson.VariantForUser("headline", "anna", "bold", "plain"));

    [Theory]
    [CombinatorialBools]
    public async Task Check_ExplicitContext_Decides(bool scoped, bool remote) => await InWorkerAsync(scoped, remote, async features =>
    {
        var anna = new PostHogTargetingContext(new PostHogContext("anna"));
        Assert.Equal("on", await features.AskAsync("only-anna", anna));
        Assert.Equal("on", await features.AskAsync("only-anna", new PostHogContext("anna")));
        Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline", anna)).Name);
        Assert.Equal("off", await features.AskAsync("only-anna", new PostHogContext("bob")));
    });

    [Theory]
    [CombinatorialBools]
    public async Task Check_PushedContext_IsAmbientCallerUntilDisposed(bool scoped, bool remote) => await InWorkerAsync(scoped, remote, async features =>
    {
        using (PostHogContext.BeginScope(new PostHogContext("bob")))
        {
            using (PostHogContext.BeginScope(new PostHogContext("anna")))
            {
                await Task.Yield();
                Assert.Equal("on", await features.AskAsync("only-anna"));
                Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline")).Name);
                Assert.Equal("bold", (await features.VariantSnapshot.GetVariantAsync("headline")).Name);
                Assert.True(await Task.Run(() => features.Manager.IsEnabledAsync("only-anna")));
            }

            Assert.Equal("off", await features.AskAsync("only-anna"));
            Assert.Equal("plain", (await features.Variants.GetVariantAsync("headline")).Name);
        }
    });

    [Theory]
    [CombinatorialBools]
    public async Task Check_ParallelJobs_UseTheirOwnCallers(bool scoped, bool remote) => await InWorkerAsync(scoped, remote, async features =>
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            bool isAnna = i % 2 == 0;
            using (PostHogContext.BeginScope(new PostHogContext(isAnna ? "anna" : $"user-{i}")))
            {
                await Task.Yield();
                Assert.Equal(isAnna ? "on" : "off", await features.AskAsync("only-anna"));
                Assert.Equal(isAnna ? "bold" : "plain", (await features.VariantSnapshot.GetVariantAsync("headline")).Name);
            }
        })));

    [Theory]
    [CombinatorialBools]
    public async Task Check_ServiceIdentity_IsDefaultCaller(bool scoped, bool remote) => await InWorkerAsync(
        scoped,
        remote,
        async features =>
        {
            Assert.Equal("on", await features.AskAsync("only-worker"));
            Assert.Equal("plain", (await features.Variants.GetVariantAsync("headline")).Name);
        },
        [new("PostHog:Identity:ServiceDistinctId", "worker-1")]);

    [Theory]
    [CombinatorialBools]
    public async Task Check_NoCaller_WarnsOnceIfPostHogIsNotAsked(bool scoped, bool remote) => await InWorkerAsync(
        scoped,
        remote,
        async features =>
        {
            Assert.Equal(remote ? "off" : "on", await features.AskAsync("beta"));
            Assert.Equal("off", await features.AskAsync("only-anna"));
            Assert.Equal("on", await features.AskAsync("only-configuration"));
            Assert.Equal(remote ? null : "plain", (await features.Variants.GetVariantAsync("headline"))?.Name);
        },
        warnings: remote ? [LogEvents.CallerWithoutId] : []);

    private static async Task InWorkerAsync(
        bool scoped, bool remote, Func<FeatureInterfaces, Task> work, KeyValuePair<string, string?>[]? more = null, params int[] warnings)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new("FeatureManagement:only-configuration", "true"), .. more ?? []],
            Services = services => services.AddSingleton(work).AddHostedService<Worker>(),
        });

        await host.Services.GetServices<IHostedService>().OfType<Worker>().Single().ExecuteTask!;
        Assert.Equal(warnings, host.Logs.Troubles.Select(static entry => entry.EventId.Id));
    }

    private sealed class Worker(IServiceScopeFactory scopes, Func<FeatureInterfaces, Task> work) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            await work(FeatureInterfaces.Of(scope.ServiceProvider));
        }
    }
}
