using System.Net;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

[Trait("Promise", "DF-08")]
public sealed class IdleTests
{
    private static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));

    [Fact]
    public async Task Poll_NobodyChecks_IsRareAfterTheGivenTime()
    {
        await using Library library = await StartAsync();

        int busy = await PollsInAsync(library, TimeSpan.FromMinutes(5), step: 30);
        int idle = await PollsInAsync(library, TimeSpan.FromMinutes(30), step: 300);

        Assert.Equal((10, 6), (busy, idle));
        Assert.True(IsIdle(library));
    }

    [Fact]
    public async Task Poll_SomebodyChecks_StaysFrequent()
    {
        await using Library library = await StartAsync();

        for (int minute = 0; minute < 10; minute++)
        {
            await library.Flags.GetFlagAsync("beta", new PostHogContext("u"));
            Assert.Equal(2, await PollsInAsync(library, TimeSpan.FromMinutes(1), step: 30));
        }

        Assert.False(IsIdle(library));
    }

    [Fact]
    public async Task Check_WhileIdle_IsAnsweredAtOnceAndWakesThePoller()
    {
        await using Library library = await StartAsync();
        await PollsInAsync(library, TimeSpan.FromMinutes(5), step: 30);
        Assert.True(IsIdle(library));
        int before = library.PostHog.Count;

        ValueTask<FlagResult> check = library.Flags.GetFlagAsync("beta", new PostHogContext("u"));

        Assert.True(check.IsCompletedSuccessfully);
        Assert.Equal(FlagSource.Local, (await check).Source);
        await library.PostHog.ReceivedAsync(before + 1);
        await Eventually.TrueAsync(() => !IsIdle(library));
        Assert.Equal(2, await PollsInAsync(library, TimeSpan.FromMinutes(1), step: 30));
    }

    [Fact]
    public async Task Poll_IdleAfterZero_IsNeverRare()
    {
        await using Library library = await StartAsync(("PostHog:Definitions:IdleAfter", "0"));

        Assert.Equal(40, await PollsInAsync(library, TimeSpan.FromMinutes(20), step: 30));
        Assert.False(IsIdle(library));
    }

    [Fact]
    public void WhenSeen_CheckCameBefore_IsToldAtOnce()
    {
        var activity = new CheckActivity();
        int told = 0;
        activity.Take();
        activity.See();

        activity.WhenSeen(() => told++);
        activity.See();

        Assert.Equal(1, told);
        Assert.True(activity.Take());
        Assert.False(activity.Take());
    }

    private static async Task<Library> StartAsync(params (string, string)[] settings)
    {
        var library = new Library(
            new StubHandler().Json(OneFlag, HttpStatusCode.OK, ("ETag", "\"1\"")).Status(HttpStatusCode.NotModified), settings);
        await library.Get<DefinitionsPoller>().StartAsync(TestContext.Current.CancellationToken);
        return library;
    }

    private static bool IsIdle(Library library) => library.Get<IPostHogDefinitions>().Status.IsIdle;

    /// <summary>Lets time pass in steps, each as long as the pause that the poller should make.</summary>
    private static async Task<int> PollsInAsync(Library library, TimeSpan time, int step)
    {
        int before = library.PostHog.Count;
        TimeSpan pause = TimeSpan.FromSeconds(step);
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += pause)
        {
            int polls = library.PostHog.Count;
            await library.Clock.TimerDueInAsync(pause);
            library.Clock.Advance(pause);
            await library.PostHog.ReceivedAsync(polls + 1);
        }

        return library.PostHog.Count - before;
    }
}
