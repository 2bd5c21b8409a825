using System.Net;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// An application that was restarted while PostHog was away lost every flag, because the definitions were nowhere. With a last-good file they are there,
/// however old, and the application says how old.
/// </summary>
[Trait("Promise", "DF-11")]
[Trait("Promise", "DF-03")]
public sealed class RestartInOutageLosesFlagsTests
{
    private const string LastGoodFile = "PostHog:Definitions:LastGoodFile";
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_PostHogIsAwayAndTheFileIsAWeekOld_HasAllFlags(bool hangs)
    {
        using var folder = new TemporaryFolder();
        var parts = new LibraryParts();
        await using (Library before = Create(new StubHandler().Json(OneFlag), parts, folder))
        {
            await before.Get<DefinitionsPoller>().StartAsync(TestContext.Current.CancellationToken);
            await before.Get<DefinitionsFiles>().Written;
        }

        parts.Clock.Advance(TimeSpan.FromDays(7));
        await using Library after = Create(hangs ? new StubHandler().Hangs() : new StubHandler().Status(HttpStatusCode.BadGateway), parts, folder);
        Task start = after.Get<DefinitionsPoller>().StartAsync(TestContext.Current.CancellationToken);
        if (hangs)
        {
            await after.PostHog.ReceivedAsync(1);
            await parts.Clock.TimerDueInAsync(TimeSpan.FromSeconds(1));
            parts.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await start;

        FlagResult beta = await after.Flags.GetFlagAsync("beta", new PostHogContext("u"));
        DefinitionsStatus status = after.Get<IPostHogDefinitions>().Status;
        Assert.Equal((true, FlagSource.File), (beta.IsEnabled, beta.Source));
        Assert.Equal((DefinitionsSource.File, 7), (status.Source, status.Age?.Days));
        Assert.Equal(1, after.Logs.CountOf(LogEvents.DefinitionsFromFile));
        Assert.Equal(0, after.Logs.CountOf(LogEvents.DefinitionsNotReady));
        Assert.Contains("which PostHog sent 7 d ago", after.Logs.Text, StringComparison.Ordinal);
    }

    private static Library Create(StubHandler postHog, LibraryParts parts, TemporaryFolder folder) => new(
        postHog,
        parts,
        (LastGoodFile, folder["last-good.json"]),
        ("PostHog:Definitions:StartupTimeout", "00:00:01"),
        ("PostHog:Client:MaxRetryAttempts", "0"));
}
