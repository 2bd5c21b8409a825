using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>How often the snapshot evaluates a flag, and which outcomes it does not keep.</summary>
public sealed class SnapshotEvaluationTests
{
    private const string Uncached = "00:00:00";
    private readonly CountingFilter.Script _filter = new();

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    public async Task IsEnabledAsync_FiftyConcurrentCallsWithoutCache_SendsOneRequest(bool scoped)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta")))
        {
            Scoped = scoped,
            Remote = true,
            Configuration = [new("PostHog:Cache:FreshFor", Uncached)],
        });

        await host.InRequestAsync(async context =>
        {
            var snapshot = context.RequestServices.GetRequiredService<IFeatureManagerSnapshot>();
            var variants = context.RequestServices.GetRequiredService<IVariantFeatureManagerSnapshot>();
            bool[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() =>
                i % 2 == 0 ? snapshot.IsEnabledAsync("beta") : variants.IsEnabledAsync("beta").AsTask())));

            Assert.All(answers, Assert.True);
        });

        Assert.Equal(1, host.PostHog.RequestCount("/flags"));
    }

    [Fact]
    [Trait("Promise", "RC-02")]
    public async Task GetVariantAsync_AfterIsEnabledWithoutCache_UsesSameAnswer()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.Variant("headline", "bold")))
        {
            Remote = true,
            Configuration = [new("PostHog:Cache:FreshFor", Uncached)],
        });

        await host.InRequestAsync(async context =>
        {
            var manager = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            var snapshot = context.RequestServices.GetRequiredService<IVariantFeatureManagerSnapshot>();
            Assert.True(await manager.IsEnabledAsync("headline"));
            host.PostHog.SetActive("headline", false);
            Assert.Equal("bold", (await manager.GetVariantAsync("headline")).Name);
            Assert.True(await snapshot.IsEnabledAsync("headline"));
            Assert.Equal("bold", (await snapshot.GetVariantAsync("headline")).Name);
        });

        Assert.Equal(1, host.PostHog.RequestCount("/flags"));
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    public async Task IsEnabledAsync_FiftyConcurrentCallsOfConfiguredFlag_EvaluatesOnce(bool scoped, bool remote)
    {
        TaskCompletionSource release = _filter.Hold();
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            var snapshot = context.RequestServices.GetRequiredService<IFeatureManagerSnapshot>();
            var variants = context.RequestServices.GetRequiredService<IVariantFeatureManagerSnapshot>();
            Task<bool>[] checks = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? snapshot.IsEnabledAsync("counted") : variants.IsEnabledAsync("counted").AsTask())];
            await Eventually.TrueAsync(() => _filter.Calls > 0);
            release.SetResult();

            Assert.All(await Task.WhenAll(checks), Assert.True);
            Assert.True(await snapshot.IsEnabledAsync("counted"));
        });

        Assert.Equal(1, _filter.Calls);
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    public async Task IsEnabledAsync_FirstCallerCancels_OthersComplete(bool scoped, bool remote)
    {
        TaskCompletionSource release = _filter.Hold();
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            var snapshot = context.RequestServices.GetRequiredService<IVariantFeatureManagerSnapshot>();
            using var cancel = new CancellationTokenSource();
            ValueTask<bool> first = snapshot.IsEnabledAsync("counted", cancel.Token);
            ValueTask<bool> second = snapshot.IsEnabledAsync("counted", CancellationToken.None);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await first);
            release.SetResult();

            Assert.True(await second);
            Assert.True(await snapshot.IsEnabledAsync("counted"));
        });

        Assert.Equal(1, _filter.Calls);
    }

    [Theory]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(TaskCanceledException))]
    [InlineData(typeof(InvalidOperationException))]
    [Trait("Promise", "FM-07")]
    public async Task IsEnabledAsync_AfterFailedEvaluation_EvaluatesAgain(Type failure)
    {
        _filter.AnswerAsync = call => call == 1 ? throw (Exception)Activator.CreateInstance(failure)! : Task.FromResult(true);
        await using GateHost host = await StartAsync(scoped: false, remote: false);

        await host.InRequestAsync(async context =>
        {
            var snapshot = context.RequestServices.GetRequiredService<IFeatureManagerSnapshot>();
            await Assert.ThrowsAsync(failure, () => snapshot.IsEnabledAsync("counted"));

            Assert.True(await snapshot.IsEnabledAsync("counted"));
        });
    }

    private Task<GateHost> StartAsync(bool scoped, bool remote) => GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta")))
    {
        Scoped = scoped,
        Remote = remote,
        Configuration = [new("FeatureManagement:counted:EnabledFor:0:Name", CountingFilter.Alias)],
        BeforePostHog = features => features.AddFeatureFilter<CountingFilter>(),
        Services = services => services.AddSingleton(_filter),
    });
}
