using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "OP-05")]
public sealed class FlagDecisionTests
{
    private static readonly PostHogContext Anna = new("anna");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Complete_SwitchedOffWhileWaiting_UsesNoKeptAnswer(bool asksForAll)
    {
        await using var library = new Library(
            new StubHandler().Flags("beta"), ("PostHog:SecretKey", ""), ("PostHog:Cache:FreshFor", "00:00:01"), ("PostHog:Cache:StaleFor", "0"));
        Assert.True((await AskAsync(library)).IsEnabled);
        library.Clock.Advance(TimeSpan.FromSeconds(2));
        library.PostHog.Hangs();
        Task<FlagResult?> check = asksForAll ? AskForAllAsync(library) : Wrap(AskAsync(library));
        await library.PostHog.ReceivedAsync(2);

        library.Get<PostHogSwitch>().Turn(false);

        FlagResult? answer = await check;
        Assert.Equal(asksForAll ? null : FlagReason.Disabled, answer?.Reason);
        Assert.NotEqual(true, answer?.IsEnabled);

        library.PostHog.Flags("beta");
        library.Get<PostHogSwitch>().Turn(true);
        Assert.True((await AskAsync(library)).IsEnabled);
    }

    [Fact]
    public async Task TryDecide_SwitchedOff_KeepsTheDefinitionsForTheReturn()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"))));
        await library.RefreshAsync();
        Assert.Equal(FlagSource.Local, (await AskAsync(library)).Source);

        library.Get<PostHogSwitch>().Turn(false);
        Assert.Equal(FlagReason.Disabled, (await AskAsync(library)).Reason);

        library.Get<PostHogSwitch>().Turn(true);
        Assert.Equal(FlagSource.Local, (await AskAsync(library)).Source);
        Assert.Equal(1, library.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "RC-01")]
    public async Task TryDecide_SwitchedOffWithServeWhenDisabled_UsesCachedAnswersOnly()
    {
        await using var library = new Library(
            new StubHandler().Flags("beta").Json(Library.Definitions(Library.Flag("local"))), ("PostHog:Cache:ServeWhenDisabled", "true"));
        Assert.Equal(FlagSource.Remote, (await AskAsync(library)).Source);
        await library.RefreshAsync();
        Assert.True((await AskAsync(library, "local")).IsEnabled);

        library.Get<PostHogSwitch>().Turn(false);

        Assert.Equal(FlagSource.Cache, (await AskAsync(library)).Source);
        Assert.False((await AskAsync(library, "local")).HasValue);
        Assert.Equal(2, library.PostHog.Count);
    }

    private static Task<FlagResult> AskAsync(Library library, string flag = "beta") =>
        library.Flags.GetFlagAsync(flag, Anna, cancellationToken: TestContext.Current.CancellationToken).AsTask();

    private static async Task<FlagResult?> AskForAllAsync(Library library)
    {
        IReadOnlyDictionary<string, FlagResult> all = await library.Flags.GetAllFlagsAsync(Anna, cancellationToken: TestContext.Current.CancellationToken);
        return all.TryGetValue("beta", out FlagResult result) ? result : null;
    }

    private static async Task<FlagResult?> Wrap(Task<FlagResult> answer) => await answer;
}
