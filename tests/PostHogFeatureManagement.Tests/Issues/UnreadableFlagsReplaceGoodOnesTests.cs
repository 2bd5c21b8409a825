using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>Definitions in which no flag could be read replaced good ones by nothing, and gates closed.</summary>
[Trait("Promise", "SC-06")]
[Trait("Promise", "EV-07")]
public sealed class UnreadableFlagsReplaceGoodOnesTests
{
    private static readonly string Good = Library.Definitions(Library.Flag("beta"));

    [Theory]
    [InlineData("""{"flags":[null]}""")]
    [InlineData("""{"flags":[1,2]}""")]
    [InlineData("""{"flags":[{"flag_key":"x"}]}""")]
    [InlineData("""{"flags":[{"key":7},[],"beta"]}""")]
    public async Task RefreshOnceAsync_NoFlagCanBeRead_KeepsTheLastGoodSetAndWarnsOnce(string body)
    {
        await using var library = new Library(new StubHandler().Json(Good).Json(body));
        await library.RefreshAsync();
        await library.RefreshAsync();

        DefinitionsRefresh refresh = await library.RefreshAsync();

        Assert.Equal(WireFailure.Unreadable, refresh.Failure);
        Assert.True(library.Store.Current!.FlagSet.TryGetFlag("beta", out _));
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsUnreadable));
    }

    [Fact]
    public async Task RefreshOnceAsync_NoFlagCanBeReadAtFirst_LeavesFlagsToPostHog()
    {
        await using var library = new Library(new StubHandler().Json("""{"flags":[null]}"""));

        await library.RefreshAsync();

        Assert.False(library.Store.HasDefinitions);
    }

    [Theory]
    [InlineData("""{"flags":[]}""")]
    [InlineData("""{"flags":[{"key":"beta","deleted":true}]}""")]
    public async Task RefreshOnceAsync_AllFlagsAreGone_PublishesTheEmptySet(string body)
    {
        await using var library = new Library(new StubHandler().Json(Good).Json(body));
        await library.RefreshAsync();

        Assert.True((await library.RefreshAsync()).IsGood);
        Assert.Equal(0, library.Store.Current?.FlagSet.Count);
    }

    [Fact]
    public async Task RefreshOnceAsync_OneFlagOfManyCanBeRead_IsPublished()
    {
        await using var library = new Library(new StubHandler().Json(Good).Json(Library.Definitions("null", "null", Library.Flag("gamma"))));
        await library.RefreshAsync();

        Assert.True((await library.RefreshAsync()).IsGood);
        Assert.True(library.Store.Current!.FlagSet.TryGetFlag("gamma", out _));
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsProblem));
    }
}
