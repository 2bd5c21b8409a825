using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// In remote mode, session managers were asked for a configured flag by the name in the check. Microsoft asks for it by its name in the configuration and
/// stores the answer under the name in the check.
/// </summary>
[Trait("Promise", "FM-13")]
[Trait("Promise", "FM-23")]
public sealed class SessionAskedForOtherNameTests
{
    private static readonly KeyValuePair<string, string?>[] Flags = [new("FeatureManagement:Beta", "true"), new("FeatureManagement:Old", "false")];

    [Theory]
    [CombinatorialBools]
    public async Task Check_ConfiguredFlagInOtherCase_AsksSessionAsMicrosoft(bool scoped, bool remote)
    {
        var expected = new Session();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Flags).Build()).AddSingleton<ISessionManager>(expected);
        services.AddFeatureManagement();
        await using ServiceProvider microsoft = services.BuildServiceProvider();
        await AskAsync(microsoft.GetRequiredService<IFeatureManager>(), microsoft.GetRequiredService<IVariantFeatureManager>());

        var actual = new Session();
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("other")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = Flags,
            Services = collection => collection.AddSingleton<ISessionManager>(actual),
        });
        await host.InRequestAsync(context => AskAsync(context.RequestServices.GetRequiredService<IFeatureManager>(), context.RequestServices.GetRequiredService<IVariantFeatureManager>()));

        Assert.Equal(expected.Calls, actual.Calls);
        Assert.Contains("get Beta", actual.Calls);
    }

    private static async Task AskAsync(IFeatureManager manager, IVariantFeatureManager variants)
    {
        foreach (string name in new[] { "beta", "Beta", "OLD" })
        {
            await manager.IsEnabledAsync(name);
            await variants.IsEnabledAsync(name);
            await variants.GetVariantAsync(name);
        }
    }

    private sealed class Session : ISessionManager
    {
        public ConcurrentQueue<string> Calls { get; } = new();

        public Task<bool?> GetAsync(string featureName)
        {
            Calls.Enqueue($"get {featureName}");
            return Task.FromResult<bool?>(null);
        }

        public Task SetAsync(string featureName, bool enabled)
        {
            Calls.Enqueue($"set {featureName} {enabled}");
            return Task.CompletedTask;
        }
    }
}
