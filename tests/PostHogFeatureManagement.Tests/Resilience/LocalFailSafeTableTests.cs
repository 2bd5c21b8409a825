using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>Every row of <see cref="LocalFailSafeTable"/>.</summary>
[Trait("Promise", "RS-08")]
[Trait("Promise", "FM-20")]
public sealed class LocalFailSafeTableTests
{
    private static readonly TimeSpan Interval = new PostHogDefinitionsOptions().PollInterval;

    public static TheoryData<string> Rows => [.. LocalFailSafeTable.Rows.Select(static row => row.PostHog)];

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("Promise", "DF-01")]
    public async Task RefreshOnceAsync_PostHogInTrouble_DurationAndPauseMatchTable(string postHog)
    {
        LocalFailSafeRow row = Row(postHog);
        await using Outage outage = await StartAsync(row, isLoaded: true);
        int before = outage.PostHog.Count;

        Waited<DefinitionsRefresh> refresh = await outage.WaitAsync(outage.Library.RefreshAsync());
        TimeSpan next = new PollSchedule(Interval, Interval, new Jitter(() => 0.5)).Next(refresh.Answer);

        Assert.Equal(row.Refresh, refresh.Time);
        Assert.Equal(row.Requests, outage.PostHog.Count - before);
        Assert.Equal(row.Next, next);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task GetFlagAsync_TroubleWithLoadedDefinitions_MatchesTable(string postHog)
    {
        LocalFailSafeRow row = Row(postHog);
        await using Outage outage = await StartAsync(row, isLoaded: true);

        await outage.WaitAsync(outage.Library.RefreshAsync());

        await AssertAsync(row.Loaded, outage);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task GetFlagAsync_TroubleWithoutDefinitions_MatchesTable(string postHog)
    {
        LocalFailSafeRow row = Row(postHog);
        await using Outage outage = await StartAsync(row, isLoaded: false);

        await outage.WaitAsync(outage.Library.RefreshAsync());

        await AssertAsync(row.NothingLoaded, outage);
    }

    [Theory]
    [InlineData(true, FlagSource.Local)]
    [InlineData(false, FlagSource.Remote)]
    public async Task GetFlagAsync_DefinitionsHang_DoesNotWait(bool isLoaded, FlagSource source)
    {
        await using Outage outage = await StartAsync(Row("never answers"), isLoaded);
        Task<DefinitionsRefresh> refresh = outage.Library.RefreshAsync();
        await outage.PostHog.ReceivedAsync(isLoaded ? 2 : 1);

        FlagResult result = await outage.Library.Flags.GetFlagAsync("headline", Outage.Ada, default, TestContext.Current.CancellationToken);

        Assert.Equal(source, result.Source);
        Assert.False(refresh.IsCompleted);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task RefreshOnceAsync_PostHogRecovers_LoadsDefinitions(string postHog)
    {
        await using Outage outage = await StartAsync(Row(postHog), isLoaded: true);
        await outage.WaitAsync(outage.Library.RefreshAsync());
        outage.PostHog.Become(Behaviours.Well);

        Waited<DefinitionsRefresh> refresh = await outage.WaitAsync(outage.Library.RefreshAsync());

        Assert.True(refresh.Answer.IsGood);
        Assert.Equal("new", (await outage.AskAsync(Outage.Ada)).Answer.Variant);
    }

    private static LocalFailSafeRow Row(string postHog) => LocalFailSafeTable.Rows.Single(row => row.PostHog == postHog);

    private static async Task AssertAsync(FailSafeCell expected, Outage outage)
    {
        int before = outage.PostHog.Count;
        Waited<FlagResult> check = await outage.AskAsync(Outage.Ada, expected.Wait);

        Assert.True(check.Answer.IsEnabled);
        Assert.Equal((expected.Variant, expected.Source), (check.Answer.Variant, check.Answer.Source));
        Assert.Equal(expected.Wait, check.Time);
        Assert.Equal(expected.Requests, outage.PostHog.Count - before);
    }

    private static async Task<Outage> StartAsync(LocalFailSafeRow row, bool isLoaded)
    {
        var outage = new Outage(("FeatureManagement:headline", "true"));
        if (isLoaded)
        {
            await outage.Library.RefreshAsync();
        }

        outage.PostHog.Variant = "new";
        outage.PostHog.Become(row.Behaviour, onlyDefinitions: true);
        return outage;
    }
}
