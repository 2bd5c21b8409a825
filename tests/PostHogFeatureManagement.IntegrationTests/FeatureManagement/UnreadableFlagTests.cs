using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Microsoft's provider stops listing at a configured flag that it cannot read. The flags after it are still listed here.</summary>
[Trait("Promise", "FM-15")]
[Trait("Promise", "FM-18")]
public sealed class UnreadableFlagTests
{
    private static readonly KeyValuePair<string, string?>[] Configured =
    [
        new("feature_management:feature_flags:0:id", "a-modern"),
        new("feature_management:feature_flags:1:id", "broken-modern"),
        new("feature_management:feature_flags:1:enabled", "perhaps"),
        new("feature_management:feature_flags:2:id", "z-modern"),
        new("feature_management:feature_flags:2:enabled", "true"),
        new("feature_management:feature_flags:3:id", "area:modern"),
        new("FeatureManagement:a", "true"),
        new("FeatureManagement:broken:RequirementType", "Sometimes"),
        new("FeatureManagement:z", "true"),
    ];

    private static readonly string Definitions = FlagJson.Set(FlagJson.On("beta"));

    [Theory]
    [CombinatorialBools]
    public async Task GetFeatureNamesAsync_UnreadableFlags_ListsOthersAndLogsOnce(bool scoped, bool remote, bool ownConfiguration)
    {
        await using GateHost host = await StartAsync(scoped, remote, ownConfiguration);

        for (int i = 0; i < 3; i++)
        {
            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.True(await features.Manager.IsEnabledAsync("beta"));
                Assert.Equal("a,a-modern,beta,z,z-modern", string.Join(',', (await features.Manager.GetFeatureNamesAsync().ToListAsync()).Order(StringComparer.Ordinal)));
                Assert.Equal("on", await features.AskAsync("z"));
                Assert.Equal("on", await features.AskAsync("z-modern"));
                IReadOnlyDictionary<string, FlagResult> all = await context.RequestServices.GetRequiredService<IPostHogFlags>().GetAllFlagsAsync();
                Assert.Equal("a,a-modern,beta,z,z-modern", string.Join(',', all.Keys.Order(StringComparer.Ordinal)));
                Assert.True(all["z"].IsEnabled);
            });
        }

        Assert.Equal(["broken", "broken-modern"], Logged(host).Order(StringComparer.Ordinal));
        Assert.Equal(2, host.Logs.Troubles.Count());
    }

    [Fact]
    public async Task GetFeatureNamesAsync_FlagCorrectedThenBroken_LogsAgain()
    {
        await using GateHost host = await StartAsync(scoped: false, remote: false, ownConfiguration: false);

        host.Configuration["FeatureManagement:broken:RequirementType"] = "Any";
        host.Configuration.Reload();
        Assert.Contains("broken", await NamesAsync(host));
        Assert.DoesNotContain("broken-modern", await NamesAsync(host));
        host.Configuration["FeatureManagement:broken:RequirementType"] = "Sometimes";
        host.Configuration.Reload();
        Assert.DoesNotContain("broken", await NamesAsync(host));

        Assert.Equal(["broken", "broken", "broken-modern"], Logged(host).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task GetFeatureNamesAsync_UnreadableFlagInMergedSource_ListsOthers()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Configuration = [new("feature_management:feature_flags:0:id", "from-memory"), new("feature_management:feature_flags:1:id", "broken"), new("feature_management:feature_flags:1:enabled", "perhaps")],
            ConfigurationJson = """{"feature_management":{"feature_flags":[{"id":"from-file"}]}}""",
            Services = services => services.Configure<ConfigurationFeatureDefinitionProviderOptions>(options => options.CustomConfigurationMergingEnabled = true),
        });

        Assert.Equal(["beta", "from-file", "from-memory"], (await NamesAsync(host)).Order(StringComparer.Ordinal));
        Assert.Equal(["broken"], Logged(host));
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetFeatureNamesAsync_OwnProviderThrows_ListsEarlierNamesAndLogsOnce(bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Remote = remote,
            BeforePostHog = features => features.Services.AddSingleton<IFeatureDefinitionProvider, BreakingProvider>(),
        });
        await host.InRequestAsync(async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("beta")));

        Assert.Equal(["beta", "first"], (await NamesAsync(host)).Order(StringComparer.Ordinal));
        Assert.Equal(["beta", "first"], (await NamesAsync(host)).Order(StringComparer.Ordinal));

        Assert.Equal(LogEvents.ConfigurationUnreadable, Assert.Single(host.Logs.Troubles).EventId.Id);
    }

    private static IEnumerable<string> Logged(GateHost host) => host.Logs.Entries
        .Where(entry => entry.EventId.Id == LogEvents.ConfiguredFlagUnreadable)
        .Select(entry => entry.Message.Split(' ')[3]);

    private static async Task<IReadOnlyList<string>> NamesAsync(GateHost host)
    {
        List<string> names = [];
        await host.InRequestAsync(async context => names = await context.RequestServices.GetRequiredService<IFeatureManager>().GetFeatureNamesAsync().ToListAsync());
        return names;
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote, bool ownConfiguration) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Scoped = scoped,
        Remote = remote,
        Configuration = ownConfiguration ? [] : Configured,
        FeatureConfiguration = ownConfiguration ? new ConfigurationBuilder().AddInMemoryCollection(Configured).Build() : null,
    });

    private sealed class BreakingProvider : IFeatureDefinitionProvider
    {
        public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) => Task.FromResult<FeatureDefinition>(null!);

        public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
        {
            yield return new FeatureDefinition { Name = "first" };
            await Task.Yield();
            throw new InvalidOperationException("The database is away.");
        }
    }
}
