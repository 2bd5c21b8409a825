using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags;

/// <summary>PostHog's servers leave a flag for clients out of their answer, so nobody has to ask them about it (protocol §2.3).</summary>
[Trait("Promise", "EV-11")]
public sealed class ClientOnlyFlagTests
{
    private const string ForBrowsers = """
        {"id":2,"key":"browser","active":true,"evaluation_runtime":"client","ensure_experience_continuity":true,"filters":{"groups":[{}]}}
        """;

    [Fact]
    public async Task GetAllFlagsAsync_OnlyFlagForClientsIsUndecided_MakesNoRequest()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"), ForBrowsers)).Flags("browser"));
        await library.RefreshAsync();

        IReadOnlyDictionary<string, FlagResult> all = await library.Flags.GetAllFlagsAsync(new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["beta"], all.Keys);
        Assert.Equal(1, library.PostHog.Count);
    }
}
