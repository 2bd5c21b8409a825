using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>What session managers say, and what they are told.</summary>
[Trait("Promise", "FM-13")]
public sealed class SessionTests
{
    private static readonly string Definitions = FlagJson.Set(FlagJson.On("beta"), FlagJson.Off("old"), FlagJson.Variant("headline", "bold"));
    private readonly Session _session = new();

    [Theory]
    [CombinatorialBools]
    public async Task Session_HasTheLastWord_ThroughEveryInterface(bool scoped, bool remote)
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
    public async Task Session_IsToldPostHogsAnswer_AndAskedOncePerCheck(bool scoped, bool remote)
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

        Assert.Equal(["beta True", "headline True", "in-configuration True", "old False"], _session.Told.Order());
        Assert.Equal(["beta", "headline", "in-configuration", "old"], _session.Asked.Order());
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

        public ConcurrentQueue<string> Asked { get; } = new();

        public ConcurrentQueue<string> Told { get; } = new();

        public Task<bool?> GetAsync(string featureName)
        {
            Asked.Enqueue(featureName);
            return Task.FromResult<bool?>(Answers.TryGetValue(featureName, out bool answer) ? answer : null);
        }

        public Task SetAsync(string featureName, bool enabled)
        {
            Told.Enqueue($"{featureName} {enabled}");
            return Task.CompletedTask;
        }
    }
}
