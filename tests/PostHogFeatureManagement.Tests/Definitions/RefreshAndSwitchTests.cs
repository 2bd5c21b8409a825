using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

public sealed class RefreshAndSwitchTests
{
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));

    [Fact]
    [Trait("Promise", "OP-05")]
    public async Task RefreshAsync_SwitchedOffMeanwhile_CallersAreReleasedAndNothingIsSent()
    {
        await using var library = new Library(new StubHandler().Hangs().Json(OneFlag));
        IPostHogDefinitions definitions = library.Get<IPostHogDefinitions>();
        Task<DefinitionsRefreshResult> served = definitions.RefreshAsync(TestContext.Current.CancellationToken);
        await library.PostHog.ReceivedAsync(1);
        Task<DefinitionsRefreshResult> next = definitions.RefreshAsync(TestContext.Current.CancellationToken);

        library.Get<PostHogSwitch>().Turn(on: false);

        Assert.Equal(DefinitionsRefreshOutcome.NotPolled, (await served).Outcome);
        Assert.Equal(DefinitionsRefreshOutcome.NotPolled, (await next).Outcome);
        Assert.Equal(DefinitionsRefreshOutcome.NotPolled, (await definitions.RefreshAsync(TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal((1, false, null), (library.PostHog.Count, definitions.Status.IsPolling, definitions.Status.LastFailure));

        library.Get<PostHogSwitch>().Turn(on: true);
        await library.PostHog.ReceivedAsync(2);
        await Eventually.TrueAsync(() => definitions.Status.Flags == 1);
    }

    [Fact]
    [Trait("Promise", "DF-09")]
    public async Task Start_SwitchedOffWithABrokenBootstrapFile_StartsAndWarns()
    {
        using var folder = new TemporaryFolder();
        await using var library = new Library(
            new StubHandler().Json(OneFlag), ("PostHog:Enabled", "false"), ("PostHog:Definitions:BootstrapFile", folder.Write("flags.json", "{")));

        await library.Get<DefinitionsPoller>().StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsFileRefused));
    }
}
