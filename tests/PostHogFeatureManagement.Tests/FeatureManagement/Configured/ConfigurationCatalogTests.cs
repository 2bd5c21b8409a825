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
        using var catalog = new ConfigurationCatalog(provider, isOurs: false, configuration: null, Microsoft.Extensions.Logging.Abstractions.NullLogger<ConfigurationCatalog>.Instance);
        Task<ConfigurationNames> loading = catalog.LoadNamesAsync(TestContext.Current.CancellationToken);

        provider.Flag = "new";
        catalog.Forget();
        provider.Go.SetResult();
        await loading;

        Assert.Equal(["new"], catalog.Names.All);
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
