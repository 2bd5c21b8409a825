using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>What session managers decide and what they receive.</summary>
[Trait("Promise", "FM-13")]
public sealed class SessionTests
{
    private static readonly string Definitions = FlagJson.Set(FlagJson.On("beta"), FlagJson.Off("old"), FlagJson.Variant("headline", "bold"));
    private readonly Session _session = new();

    [Theory]
    [CombinatorialBools]
    public async Task Session_HasAnswer_OverridesPostHog(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);
        _session.Answers["beta"] = false;
        _session.Answers["old"] = true;
        _session.Answers["headline"] = true;
        _session.Answers["in-configuration"] = false;

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("off", await features.AskAsync("beta"));
            Assert.Equal("on", await features.AskAsync("old"));
            Assert.Equal("off", await features.AskAsync("in-configuration"));
            Assert.Equal("on", await features.AskAsync("headline"));
            Assert.Null(await features.Variants.GetVariantAsync("headline"));
            Assert.Null(await features.VariantSnapshot.GetVariantAsync("headline"));
        });

        Assert.Equal(0, host.PostHog.RequestCount("/flags"));
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Session_HasNoAnswer_ReceivesPostHogAnswerOncePerCheck(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.True(await features.Variants.IsEnabledAsync("beta"));
            Assert.False(await features.Variants.IsEnabledAsync("old"));
            Assert.True(await features.Variants.IsEnabledAsync("in-configuration"));
            Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline")).Name);
        });

        Assert.Equal(["beta True", "headline True", "in-configuration True", "old False"], _session.Written.Order());
        Assert.Equal(["beta", "headline", "in-configuration", "old"], _session.Read.Order());
    }

    private Task<GateHost> StartAsync(bool scoped, bool remote) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Scoped = scoped,
        Remote = remote,
        Configuration = [new("FeatureManagement:in-configuration", "true")],
        Services = services => services.AddSingleton<ISessionManager>(_session),
    });

    private sealed class Session : ISessionManager
    {
        public Dictionary<string, bool> Answers { get; } = [];

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
