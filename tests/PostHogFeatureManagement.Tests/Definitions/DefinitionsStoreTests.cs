using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

[Trait("Promise", "FM-23")]
public sealed class DefinitionsStoreTests
{
    [Fact]
    public void Current_WithoutDefinitions_TellsOnce()
    {
        int told = 0;
        var store = new DefinitionsStore(() => told++);

        Assert.False(store.HasDefinitions);
        Assert.Equal(0, told);
        Assert.Null(store.Current);
        Assert.Null(store.Current);

        Assert.Equal(1, told);
    }

    [Fact]
    public async Task Current_WithDefinitions_TellsNothing()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"))));
        await library.RefreshAsync();
        int told = 0;
        var store = new DefinitionsStore(() => told++);

        store.Publish(library.Store.Current!.FlagSet, DateTimeOffset.UnixEpoch, FlagSource.Local);

        Assert.True(store.HasDefinitions);
        Assert.NotNull(store.Current);
        Assert.Equal(0, told);
    }
}
