using System.Net;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;
using WebRequest = PostHogFeatureManagement.Tests.Resilience.WebRequest;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "RC-14")]
public sealed class MissingFlagsTests
{
    private static readonly PostHogContext Ada = new("ada");

    [Fact]
    public async Task GetFlagAsync_KeyOnlyTheServersHave_IsAnswered()
    {
        await using MissingSite site = await MissingSite.StartAsync();
        site.Serves("prices");

        FlagResult ada = await site.AskAsync("prices", Ada);
        FlagResult again = await site.AskAsync("prices", Ada);
        FlagResult otherCase = await site.AskAsync("PRICES", Ada);
        FlagResult other = await site.AskAsync("prices", new PostHogContext("grace"));

        Assert.Equal((true, FlagSource.Remote), (ada.IsEnabled, ada.Source));
        Assert.Equal((true, FlagSource.Cache), (again.IsEnabled, again.Source));
        Assert.True(otherCase.IsEnabled);
        Assert.Equal((true, FlagSource.Remote), (other.IsEnabled, other.Source));
        Assert.Equal(2, site.Evaluations);
    }

    [Fact]
    public async Task GetFlagAsync_ServersLackTheKey_OneRequestUntilTheNextRefresh()
    {
        await using MissingSite site = await MissingSite.StartAsync();

        foreach (string caller in new[] { "ada", "grace", "alan" })
        {
            Assert.Equal(FlagReason.FlagNotFound, (await site.AskAsync("nothing", new PostHogContext(caller))).Reason);
        }

        Assert.Equal(1, site.Evaluations);

        site.Serves("nothing");
        await site.Library.RefreshAsync();
        site.Library.Clock.Advance(new PostHogCacheOptions().FreshFor * 2);

        Assert.True((await site.AskAsync("nothing", new PostHogContext("grace"))).IsEnabled);
        Assert.Equal(2, site.Evaluations);
    }

    [Fact]
    public async Task GetFlagAsync_KnownKeyIsGone_OneRequestUntilTheNextRefresh()
    {
        await using MissingSite site = await MissingSite.StartAsync();
        site.Serves("prices");
        await site.AskAsync("prices", Ada);
        site.Serves();

        Assert.Equal(FlagReason.FlagNotFound, (await site.AskAsync("prices", new PostHogContext("grace"))).Reason);
        Assert.Equal(FlagReason.FlagNotFound, (await site.AskAsync("prices", new PostHogContext("alan"))).Reason);

        Assert.Equal(2, site.Evaluations);
    }

    [Fact]
    public async Task GetFlagAsync_ManyKeys_AsksAboutTwentyForOneRefresh()
    {
        await using MissingSite site = await MissingSite.StartAsync();

        for (int key = 0; key < 30; key++)
        {
            await site.AskAsync($"key-{key}", new PostHogContext($"caller-{key}"));
        }

        Assert.Equal(20, site.Evaluations);
        Assert.Equal(1, site.Library.Logs.CountOf(LogEvents.MissingKeysNotAsked));

        await site.Library.RefreshAsync();
        await site.AskAsync("key-29", new PostHogContext("caller-29"));
        Assert.Equal(21, site.Evaluations);
    }

    [Fact]
    public async Task GetFlagAsync_FailedAnswer_TeachesNothing()
    {
        await using MissingSite site = await MissingSite.StartAsync();
        site.Fails();
        Assert.Equal(FlagReason.RequestFailed, (await site.AskAsync("prices", Ada)).Reason);

        site.Serves("prices");
        Assert.True((await site.AskAsync("prices", new PostHogContext("grace"))).IsEnabled);
    }

    [Theory]
    [InlineData("""{"flags":{},"quotaLimited":["feature_flags"]}""")]
    [InlineData("""{"flags":{},"errorsWhileComputingFlags":true}""")]
    public async Task GetFlagAsync_AnswerIsNotWhole_TeachesNothing(string answer)
    {
        await using MissingSite site = await MissingSite.StartAsync(("PostHog:Cache:FreshFor", "00:00:00"));
        site.Answers(answer);
        await site.AskAsync("prices", Ada);
        site.Serves("prices");
        site.Library.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.True((await site.AskAsync("prices", Ada)).IsEnabled);
    }

    [Fact]
    public async Task GetFlagAsync_ManyCallersAtOnce_TheFirstAsksForAll()
    {
        await using MissingSite site = await MissingSite.StartAsync();
        TaskCompletionSource release = site.Holds();
        Task<FlagResult>[] all = [.. Enumerable.Range(0, 20).Select(index => site.AskAsync("nothing", new PostHogContext($"caller-{index}")))];
        await Eventually.TrueAsync(() => site.Evaluations == 1);

        release.SetResult();

        Assert.All(await Task.WhenAll(all), static result => Assert.Equal(FlagReason.FlagNotFound, result.Reason));
        Assert.Equal(1, site.Evaluations);
    }

    [Fact]
    [Trait("Promise", "RC-12")]
    public async Task GetFlagAsync_FirstCallerHangs_VisitorsWaitAtMost()
    {
        await using MissingSite site = await MissingSite.StartAsync();
        site.Holds();
        await using var request = new WebRequest(site.Library);
        Task<FlagResult> first = site.AskAsync("nothing", Ada);
        Task<FlagResult> second = site.AskAsync("nothing", new PostHogContext("grace"));
        await Eventually.TrueAsync(() => site.Evaluations == 1);

        site.Library.Clock.Advance(Outage.WaitAtMost);

        Assert.Equal(FlagReason.Pending, (await first).Reason);
        Assert.Equal(FlagReason.Pending, (await second).Reason);
        Assert.Equal(1, site.Evaluations);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("configured")]
    public async Task GetFlagAsync_NameThatPostHogIsNotAskedAbout_MakesNoRequest(string name)
    {
        await using MissingSite site = await MissingSite.StartAsync(("FeatureManagement:configured", "true"));

        FlagResult result = await site.AskAsync(name, Ada);

        Assert.Equal(name == "configured", result.IsEnabled);
        Assert.Equal(0, site.Evaluations);
    }

    [Fact]
    public async Task GetFlagAsync_SwitchedOff_MakesNoRequest()
    {
        await using MissingSite site = await MissingSite.StartAsync(("PostHog:Definitions:AskForMissing", "false"));

        Assert.Equal(FlagReason.FlagNotFound, (await site.AskAsync("prices", Ada)).Reason);
        Assert.Equal(0, site.Evaluations);
    }

    [Fact]
    public async Task GetFlagAsync_LocalOnlyCall_MakesNoRequest()
    {
        await using MissingSite site = await MissingSite.StartAsync();

        FlagResult result = await site.Library.Flags.GetFlagAsync("prices", Ada, new FlagCallOptions { LocalOnly = true });

        Assert.Equal((false, FlagReason.LocalOnly), (result.HasValue, result.Reason));
        Assert.Equal(0, site.Evaluations);
    }

    [Fact]
    public async Task GetFlagAsync_FlagInTheDefinitions_IsDecidedHere()
    {
        await using MissingSite site = await MissingSite.StartAsync();

        Assert.Equal(FlagSource.Local, (await site.AskAsync("beta", Ada)).Source);
        Assert.Equal(0, site.Evaluations);
    }

    [Fact]
    [Trait("Promise", "FM-01")]
    public async Task Managers_KeyOnlyTheServersHave_IsAnsweredByEveryDoor()
    {
        await using MissingSite site = await MissingSite.StartAsync(
            ("FeatureManagement:by-filter:EnabledFor:0:Name", "PostHog"), ("FeatureManagement:by-filter:EnabledFor:0:Parameters:Flag", "prices"));
        site.Serves("prices");
        await using var request = new WebRequest(site.Library);
        var targeting = new PostHogTargetingContext(Ada);

        Assert.True(await site.Library.Get<IFeatureManager>().IsEnabledAsync("prices", targeting));
        Assert.True(await site.Library.Get<IVariantFeatureManager>().IsEnabledAsync("prices", targeting, TestContext.Current.CancellationToken));
        Assert.True(await request.Get<IFeatureManagerSnapshot>().IsEnabledAsync("prices", targeting));
        Assert.True(await site.Library.Get<IFeatureManager>().IsEnabledAsync("by-filter", targeting));
        Assert.False(await site.Library.Get<IFeatureManager>().IsEnabledAsync("nothing", targeting));
        Assert.Equal(1, site.Evaluations);
    }

    /// <summary>The library with the definition of <c>beta</c>, and servers that have what the test says.</summary>
    private sealed class MissingSite : IAsyncDisposable
    {
        private volatile Func<CancellationToken, Task<HttpResponseMessage>> _answer = static _ => Respond(StubHandler.FlagsJson());

        private MissingSite((string Key, string Value)[] settings)
        {
            StubHandler postHog = new StubHandler().Answer(AnswerAsync);
            Library = new Library(postHog, [("PostHog:Definitions:AskForMissing", "true"), .. settings]);
        }

        public Library Library { get; }

        public int Evaluations => Library.PostHog.Requests.Count(static request => request.Method == HttpMethod.Post);

        public static async Task<MissingSite> StartAsync(params (string Key, string Value)[] settings)
        {
            var site = new MissingSite(settings);
            await site.Library.RefreshAsync();
            return site;
        }

        public void Serves(params string[] keys) => Answers(StubHandler.FlagsJson(keys));

        public void Answers(string json) => _answer = _ => Respond(json);

        public void Fails() => _answer = static _ => Task.FromResult(StubHandler.Response(HttpStatusCode.InternalServerError, "refused"));

        public TaskCompletionSource Holds()
        {
            var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _answer = async token =>
            {
                await release.Task.WaitAsync(token);
                return await Respond(StubHandler.FlagsJson());
            };
            return release;
        }

        public Task<FlagResult> AskAsync(string key, PostHogContext caller) =>
            Library.Flags.GetFlagAsync(key, caller).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        public ValueTask DisposeAsync() => Library.DisposeAsync();

        private static Task<HttpResponseMessage> Respond(string json) => Task.FromResult(StubHandler.Response(HttpStatusCode.OK, json));

        private Task<HttpResponseMessage> AnswerAsync(StubRequest request, CancellationToken cancellationToken) => request.Method == HttpMethod.Get
            ? Respond(Library.Definitions(Library.Flag("beta")))
            : _answer(cancellationToken);
    }
}
