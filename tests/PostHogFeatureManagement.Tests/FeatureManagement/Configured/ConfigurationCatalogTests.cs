using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.FeatureManagement.Configured;

[Trait("Promise", "FM-15")]
public sealed class ConfigurationCatalogTests
{
    [Fact]
    public async Task GetAllFlagsAsync_UnchangedConfiguration_KeepsFeatureSet()
    {
        await using var library = new Library(
            new StubHandler().Json(Library.Definitions(Library.Flag("beta"))), ("FeatureManagement:free-shipping", "true"));
        await library.RefreshAsync();
        DefinitionsSnapshot definitions = library.Store.Current!;
        FeatureSet before = library.Get<FeatureSets>().Get(definitions);

        await library.Flags.GetAllFlagsAsync(new PostHogContext("u"));

        Assert.Same(before, library.Get<FeatureSets>().Get(definitions));
    }

    [Fact]
    public async Task LoadNamesAsync_ReloadDuringLoad_DiscardsOldNames()
    {
        var provider = new SlowProvider();
        using var catalog = new ConfigurationCatalog(provider, isOurs: false, configuration: null, NullLogger<ConfigurationCatalog>.Instance);
        Task<ConfigurationNames> loading = catalog.LoadNamesAsync(TestContext.Current.CancellationToken);

        provider.Flag = "new";
        catalog.Forget();
        provider.Go.SetResult();
        await loading;

        Assert.Equal(["new"], catalog.Names.All);
    }

    [Fact]
    [Trait("Promise", "SC-06")]
    public async Task MayKnowAsync_ManyUnknownNames_ReadsConfigurationNoMore()
    {
        var source = new CountingSource();
        IConfiguration configuration = new ConfigurationBuilder().Add(source).Build();
        using var provider = new ConfigurationFeatureDefinitionProvider(configuration);
        using var catalog = new ConfigurationCatalog(provider, isOurs: false, configuration, NullLogger<ConfigurationCatalog>.Instance);
        for (int i = 0; i < UnknownNames.Max; i++)
        {
            Assert.False(await catalog.MayKnowAsync($"unknown-{i}"));
        }

        source.Reads = 0;
        for (int i = 0; i < 100; i++)
        {
            Assert.False(await catalog.MayKnowAsync($"more-{i}"));
        }

        Assert.Equal(0, source.Reads);
        Assert.True(await catalog.MayKnowAsync("configured"));
    }

    private sealed class CountingSource : ConfigurationProvider, IConfigurationSource
    {
        public int Reads { get; set; }

        public IConfigurationProvider Build(IConfigurationBuilder builder)
        {
            Data["feature_management:feature_flags:0:id"] = "configured";
            Data["feature_management:feature_flags:0:enabled"] = "true";
            return this;
        }

        public override bool TryGet(string key, out string? value)
        {
            Reads++;
            return base.TryGet(key, out value);
        }
    }

    private sealed class SlowProvider : IFeatureDefinitionProvider
    {
        public string Flag { get; set; } = "old";

        public TaskCompletionSource Go { get; } = new();

        public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) => Task.FromResult(new FeatureDefinition { Name = featureName });

        public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
        {
            string flag = Flag;
            await Go.Task;
            yield return new FeatureDefinition { Name = flag };
        }
    }
}
