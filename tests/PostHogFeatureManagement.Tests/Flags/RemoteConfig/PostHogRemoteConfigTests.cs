using System.Net;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;
using WebRequest = PostHogFeatureManagement.Tests.Resilience.WebRequest;

namespace PostHogFeatureManagement.Tests.Flags.RemoteConfig;

[Trait("Promise", "RC-14")]
public sealed class PostHogRemoteConfigTests
{
    private static readonly PostHogCacheOptions Defaults = new();

    [Fact]
    public async Task GetAsync_ValueGrowsOld_IsFreshThenStaleThenFailSafeThenGone()
    {
        await using var probe = new ConfigProbe();

        Assert.Equal(("1", FlagSource.Remote, FlagReason.Unknown), await probe.GetAsync());
        Assert.Equal(("1", FlagSource.Cache, FlagReason.Unknown), await probe.GetAsync());

        probe.Answers(HttpStatusCode.InternalServerError);
        probe.Clock.Advance(Defaults.FreshFor);
        Assert.Equal(("1", FlagSource.Stale, FlagReason.Unknown), await probe.GetAsync());
        await probe.PostHog.ReceivedAsync(2);
        probe.Clock.Advance(Defaults.StaleFor);
        Assert.Equal(("1", FlagSource.Stale, FlagReason.Unknown), await probe.GetAsync());
        probe.Clock.Advance(Defaults.FailSafeFor);
        Assert.Equal((null, FlagSource.Default, FlagReason.RequestFailed), await probe.GetAsync());
    }

    [Fact]
    public async Task GetAsync_StaleValue_IsRefreshedBehindTheCall()
    {
        await using var probe = new ConfigProbe();
        await probe.GetAsync();
        probe.Answers("2");
        probe.Clock.Advance(Defaults.FreshFor);

        Assert.Equal(("1", FlagSource.Stale, FlagReason.Unknown), await probe.GetAsync());
        await Eventually.TrueAsync(async () => await probe.GetAsync() == ("2", FlagSource.Cache, FlagReason.Unknown));
        Assert.Equal(2, probe.PostHog.Count);
    }

    [Fact]
    public async Task GetAsync_UnknownKey_IsRememberedForNegativeFor()
    {
        await using var probe = new ConfigProbe();
        probe.Answers(HttpStatusCode.NotFound);

        Assert.Equal((null, FlagSource.Remote, FlagReason.FlagNotFound), await probe.GetAsync());
        Assert.Equal((null, FlagSource.Cache, FlagReason.FlagNotFound), await probe.GetAsync());

        probe.Answers("1");
        probe.Clock.Advance(Defaults.NegativeFor);
        Assert.Equal(("1", FlagSource.Remote, FlagReason.Unknown), await probe.GetAsync());
        Assert.Equal(2, probe.PostHog.Count);
    }

    [Fact]
    public async Task GetAsync_KeyIsDeleted_HasNoValue()
    {
        await using var probe = new ConfigProbe();
        await probe.GetAsync();
        probe.Answers(HttpStatusCode.NotFound);
        probe.Clock.Advance(Defaults.FreshFor + Defaults.StaleFor);

        Assert.Equal((null, FlagSource.Remote, FlagReason.FlagNotFound), await probe.GetAsync());
    }

    [Fact]
    public async Task GetAsync_FlagWithoutPayload_IsAnAnswer()
    {
        await using var probe = new ConfigProbe();
        probe.Answers(string.Empty);

        Assert.Equal((null, FlagSource.Remote, FlagReason.Unknown), await probe.GetAsync());
        Assert.Equal((null, FlagSource.Cache, FlagReason.Unknown), await probe.GetAsync());
    }

    [Fact]
    public async Task GetAsync_Failure_IsRememberedAndLoggedOnce()
    {
        await using var probe = new ConfigProbe();
        probe.Answers(HttpStatusCode.Unauthorized);

        Assert.Equal((null, FlagSource.Default, FlagReason.RequestFailed), await probe.GetAsync());
        Assert.Equal((null, FlagSource.Default, FlagReason.RequestFailed), await probe.GetAsync());
        Assert.Equal((null, FlagSource.Default, FlagReason.RequestFailed), await probe.GetAsync("other"));

        Assert.Equal(2, probe.PostHog.Count);
        var logged = Assert.Single(probe.Library.Logs.Entries, static entry => entry.Id.Id == LogEvents.RemoteConfigFailed);
        Assert.Contains("us.i.posthog.com", logged.Text, StringComparison.Ordinal);
        Assert.Contains("PostHog:SecretKey", logged.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_NoSecretKey_HasNoValueAndWarnsOnce()
    {
        await using var probe = new ConfigProbe(("PostHog:SecretKey", ""));

        Assert.Equal((null, FlagSource.Default, FlagReason.MissingSecretKey), await probe.GetAsync());
        Assert.Equal((null, FlagSource.Default, FlagReason.MissingSecretKey), await probe.GetAsync("other"));

        Assert.Equal(0, probe.PostHog.Count);
        Assert.Equal(1, probe.Library.Logs.CountOf(LogEvents.RemoteConfigWithoutSecretKey));
    }

    [Fact]
    public async Task GetAsync_Disabled_AsksNothing()
    {
        await using var probe = new ConfigProbe(("PostHog:Enabled", "false"));

        Assert.Equal((null, FlagSource.Default, FlagReason.Disabled), await probe.GetAsync());
        Assert.Equal(0, probe.PostHog.Count);
    }

    [Fact]
    public async Task GetAsync_PostHogDoesNotDecrypt_HasNoValueAndWarnsOnce()
    {
        await using var probe = new ConfigProbe();
        probe.Answers("\"\\\"********* (encrypted)\\\"\"");

        Assert.Equal((null, FlagSource.Remote, FlagReason.UnreadableValue), await probe.GetAsync());
        Assert.Equal((null, FlagSource.Cache, FlagReason.UnreadableValue), await probe.GetAsync());
        Assert.Equal(1, probe.Library.Logs.CountOf(LogEvents.RemoteConfigRedacted));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a\nb")]
    public async Task GetAsync_KeyThatCannotExist_AsksNothing(string key)
    {
        await using var probe = new ConfigProbe();

        Assert.Equal((null, FlagSource.Default, FlagReason.FlagNotFound), await probe.GetAsync(key));
        Assert.Equal(0, probe.PostHog.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task GetAsync_NoKey_Throws(string? key)
    {
        await using var probe = new ConfigProbe();

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await probe.StartAsync(key!));
    }

    [Fact]
    public async Task GetAsync_AtTheSameTime_MakesOneRequestForEachKey()
    {
        await using var probe = new ConfigProbe();
        var held = probe.Holds();
        using var leaving = new CancellationTokenSource();
        Task<RemoteConfigResult> left = probe.StartAsync(cancellationToken: leaving.Token).AsTask();
        Task<(string?, FlagSource, FlagReason)>[] all = [.. Enumerable.Range(0, 20).Select(_ => probe.GetAsync())];
        await probe.PostHog.ReceivedAsync(1);

        await leaving.CancelAsync();
        held.SetResult(StubHandler.Response(HttpStatusCode.OK, "1"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.All(await Task.WhenAll(all), static result => Assert.Equal(("1", FlagSource.Remote, FlagReason.Unknown), result));
        Assert.Equal(1, probe.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "RC-12")]
    public async Task GetAsync_PostHogHangs_VisitorWaitsAtMost()
    {
        await using var probe = new ConfigProbe();
        var held = probe.Holds();
        await using (new WebRequest(probe.Library))
        {
            Task<(string?, FlagSource, FlagReason)> visit = probe.GetAsync();
            await probe.PostHog.ReceivedAsync(1);
            probe.Clock.Advance(Outage.WaitAtMost);
            Assert.Equal((null, FlagSource.Default, FlagReason.Pending), await visit);
        }
    }

    [Fact]
    public async Task GetAsync_OtherInstanceHasTheValue_PostHogIsNotAsked()
    {
        var clock = new ManualTimeProvider();
        var cache = new FakeDistributedCache(clock);
        await using var one = new ConfigProbe(ConfigProbe.Fleet(cache, clock));
        await using var other = new ConfigProbe(ConfigProbe.Fleet(cache, clock));
        one.Answers("""{"eur":5}""");
        await one.GetAsync();
        await Eventually.TrueAsync(() => cache.Keys.Any(static key => key.StartsWith("posthog:c1:", StringComparison.Ordinal)));

        Assert.Equal(("""{"eur":5}""", FlagSource.Cache, FlagReason.Unknown), await other.GetAsync());
        Assert.Equal(0, other.PostHog.Count);
    }

    [Fact]
    public async Task GetAsync_NoResultCaching_AsksEachTime()
    {
        await using var probe = new ConfigProbe(("PostHog:Cache:FreshFor", "00:00:00"));

        Assert.Equal(("1", FlagSource.Remote, FlagReason.Unknown), await probe.GetAsync());
        Assert.Equal(("1", FlagSource.Remote, FlagReason.Unknown), await probe.GetAsync());
        Assert.Equal(2, probe.PostHog.Count);
    }
}
