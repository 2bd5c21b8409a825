using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "OP-05")]
public sealed class CurrentDefinitionsTests
{
    [Fact]
    public async Task Of_SwitchedOff_IsNothingAndOnAgainTheKeptOnes()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"))));
        await library.RefreshAsync();
        CurrentDefinitions current = library.Get<CurrentDefinitions>();
        var request = new RequestState(library.Get<PinClock>());
        DefinitionsSnapshot? loaded = current.Of(request);
        Assert.NotNull(loaded);

        library.Get<PostHogSwitch>().Turn(false);
        Assert.Null(current.Of(request));
        Assert.Null(current.Of(state: null));

        library.Get<PostHogSwitch>().Turn(true);
        Assert.Same(loaded, current.Of(request));
        Assert.Same(loaded, current.Of(state: null));
    }
}
