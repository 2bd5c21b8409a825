using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Definitions;

public sealed class DefinitionsStoreTests
{
    [Fact]
    [Trait("Promise", "FM-23")]
    public void Current_WithoutDefinitions_TellsOnce()
    {
        int told = 0;
        var store = new DefinitionsStore(() => told++);

        Assert.False(store.HasDefinitions);
        Assert.Null(store.Latest);
        Assert.Equal(0, told);
        Assert.Null(store.Current);
        Assert.Null(store.Current);

        Assert.Equal(1, told);
    }

    [Fact]
    [Trait("Promise", "FM-23")]
    public void Current_WithDefinitions_TellsNothing()
    {
        int told = 0;
        var store = new DefinitionsStore(() => told++);

        store.TryInstall(Snapshot(1));

        Assert.True(store.HasDefinitions);
        Assert.NotNull(store.Current);
        Assert.Equal(0, told);
    }

    [Theory]
    [InlineData(1, "a", 2, "a", true)]
    [InlineData(2, "a", 1, "b", false)]
    [InlineData(2, "a", 2, "b", true)]
    [InlineData(2, "b", 2, "a", false)]
    [InlineData(2, "b", 2, "b", true)]
    [InlineData(1, "a", 0, "b", false)]
    [InlineData(0, "b", 1, "a", true)]
    [InlineData(0, "b", 0, "a", true)]
    [Trait("Promise", "DF-01")]
    public void TryInstall_OtherGenerationOrHash_TakesOnlyWhatIsNewer(long currentGeneration, string currentHash, long generation, string hash, bool isTaken)
    {
        var store = new DefinitionsStore();
        store.TryInstall(Snapshot(currentGeneration, currentHash));
        DefinitionsSnapshot offered = Snapshot(generation, hash);

        Assert.Equal(isTaken, store.TryInstall(offered));

        Assert.Equal(isTaken, ReferenceEquals(offered, store.Latest));
    }

    [Fact]
    [Trait("Promise", "DF-01")]
    public void NextGeneration_AfterClear_KeepsRising()
    {
        var store = new DefinitionsStore();
        store.TryInstall(Snapshot(7));

        store.Clear();

        Assert.Equal(8, store.NextGeneration);
    }

    [Fact]
    [Trait("Promise", "DF-10")]
    public void Changed_OnlyOtherFlags_AreTold()
    {
        var store = new DefinitionsStore();
        var changes = new List<(long? Before, long? After)>();
        store.Changed += (before, after) => changes.Add((before?.Generation, after?.Generation));
        DefinitionsSnapshot first = Snapshot(1);

        store.TryInstall(first);
        store.TryInstall(first with { Generation = 2 });
        store.TryInstall(Snapshot(1));
        store.TryInstall(Snapshot(3));
        store.Clear();
        store.Clear();

        Assert.Equal([(null, 1), (2, 3), (3, null)], changes);
    }

    private static DefinitionsSnapshot Snapshot(long generation, string hash = "a") => new(
        new DefinitionsContent(default, hash, ETag: null, DateTimeOffset.UnixEpoch),
        new FlagSet([], [], cohorts: 0, minimalFlagCalledEvents: false, []),
        generation,
        DefinitionsSource.Server);
}
