using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

public sealed class DefinitionsPollerTests
{
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));

    [Fact]
    [Trait("Promise", "DF-02")]
    public async Task StartAsync_PostHogAnswers_WaitsForTheDefinitions()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag));

        using var poller = Poller(library);
        await poller.StartAsync(CancellationToken.None);

        Assert.NotNull(library.Store.Current);
        await poller.StopAsync(CancellationToken.None);
    }

    [Fact]
    [Trait("Promise", "DF-02")]
    public async Task StartAsync_PostHogHangs_GivesUpAfterTheStartupTimeout()
    {
        await using var library = new Library(new StubHandler().Hangs(), ("PostHog:Definitions:StartupTimeout", "00:00:01"));
        using var poller = Poller(library);

        Task start = poller.StartAsync(CancellationToken.None);
        await library.PostHog.ReceivedAsync(1);
        await library.Clock.TimerDueInAsync(TimeSpan.FromSeconds(1));
        library.Clock.Advance(TimeSpan.FromSeconds(1));
        await start;

        Assert.Null(library.Store.Current);
        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsNotReady));
        await poller.StopAsync(CancellationToken.None);
    }

    [Fact]
    [Trait("Promise", "DF-02")]
    public async Task StartAsync_PostHogRefuses_ReturnsAtOnce()
    {
        await using var library = new Library(new StubHandler().Status(HttpStatusCode.Unauthorized));
        using var poller = Poller(library);

        await poller.StartAsync(CancellationToken.None);

        Assert.Null(library.Store.Current);
        await poller.StopAsync(CancellationToken.None);
    }

    [Fact]
    [Trait("Promise", "DF-01")]
    public async Task ExecuteAsync_IntervalElapsed_PollsAgain()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag));
        using var poller = Poller(library);
        await poller.StartAsync(CancellationToken.None);

        await AdvanceUntilAsync(library, requests: 3);

        Assert.True(library.PostHog.Count >= 3);
        await poller.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("PostHog:SecretKey", "")]
    [InlineData("PostHog:Enabled", "false")]
    [Trait("Promise", "RC-01")]
    public async Task StartAsync_NoSecretKeyOrDisabled_SendsNoRequest(string key, string value)
    {
        await using var library = new Library(new StubHandler().Json(OneFlag), (key, value));
        using var poller = Poller(library);

        await poller.StartAsync(CancellationToken.None);

        Assert.Equal(0, library.PostHog.Count);
        await poller.StopAsync(CancellationToken.None);
    }

    [Fact]
    [Trait("Promise", "DF-02")]
    public async Task StartAsync_AfterBeginAsync_StillWaitsForTheDefinitions()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag));
        using var poller = Poller(library);

        await poller.BeginAsync(CancellationToken.None);
        await poller.StartAsync(CancellationToken.None);

        Assert.NotNull(library.Store.Current);
        Assert.Equal(1, library.PostHog.Count);
        await poller.StopAsync(CancellationToken.None);
    }

    [Fact]
    [Trait("Promise", "DF-02")]
    public async Task StartingAsync_ThenStartAsync_WaitsOnce()
    {
        await using var library = new Library(new StubHandler().Hangs(), ("PostHog:Definitions:StartupTimeout", "00:00:01"));
        using var poller = Poller(library);

        Task starting = poller.StartingAsync(CancellationToken.None);
        await library.Clock.TimerDueInAsync(TimeSpan.FromSeconds(1));
        library.Clock.Advance(TimeSpan.FromSeconds(1));
        await starting;
        await poller.StartAsync(CancellationToken.None);

        Assert.Equal(1, library.Logs.CountOf(LogEvents.DefinitionsNotReady));
        await poller.StopAsync(CancellationToken.None);
    }

    [Fact]
    [Trait("Promise", "FM-23")]
    public async Task BeginAsync_AfterDispose_AsksForNothing()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag));
        DefinitionsPoller poller = Poller(library);
        poller.Dispose();

        await poller.BeginAsync(CancellationToken.None);
        await poller.ExecuteTask!;

        Assert.Equal(0, library.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "OP-05")]
    public async Task ExecuteAsync_SwitchedOff_PausesAndPollsAtOnceWhenOnAgain()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag));
        using var poller = Poller(library);
        await poller.StartAsync(CancellationToken.None);

        library.Get<PostHogSwitch>().Turn(false);
        library.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, library.PostHog.Count);
        Assert.True(library.Store.HasDefinitions);

        library.Get<PostHogSwitch>().Turn(true);
        await library.PostHog.ReceivedAsync(2);
        await AdvanceUntilAsync(library, requests: 3);
        await poller.StopAsync(CancellationToken.None);
    }

    [Fact]
    [Trait("Promise", "OP-05")]
    public async Task ExecuteAsync_OffAtTheStart_PollsAtOnceWhenOn()
    {
        await using var library = new Library(new StubHandler().Json(OneFlag), ("PostHog:Enabled", "false"));
        using var poller = Poller(library);
        await poller.StartAsync(CancellationToken.None);

        library.Get<PostHogSwitch>().Turn(true);

        await library.PostHog.ReceivedAsync(1);
        await Eventually.TrueAsync(() => library.Store.HasDefinitions);
        await poller.StopAsync(CancellationToken.None);
    }

    [Fact]
    [Trait("Promise", "OP-05")]
    public async Task StartAsync_SwitchedOffMeanwhile_ReturnsWithoutComplaint()
    {
        await using var library = new Library(new StubHandler().Hangs());
        using var poller = Poller(library);
        Task start = poller.StartAsync(CancellationToken.None);
        await library.PostHog.ReceivedAsync(1);

        library.Get<PostHogSwitch>().Turn(false);

        await start;
        Assert.DoesNotContain(library.Logs.Entries, static entry => entry.Level >= LogLevel.Warning);
        await poller.StopAsync(CancellationToken.None);
    }

    private static DefinitionsPoller Poller(Library library) =>
        library.Get<IEnumerable<IHostedService>>().OfType<DefinitionsPoller>().Single();

    // The test does not know the jitter of the interval, so the clock moves in small steps.
    private static async Task AdvanceUntilAsync(Library library, int requests)
    {
        Task received = library.PostHog.ReceivedAsync(requests);
        while (!received.IsCompleted)
        {
            library.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await received;
    }
}
