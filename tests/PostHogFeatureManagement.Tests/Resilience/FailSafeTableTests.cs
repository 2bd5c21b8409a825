namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>Every cell of <see cref="FailSafeTable"/>.</summary>
[Trait("Promise", "RC-07")]
[Trait("Promise", "RS-08")]
[Trait("Promise", "FM-20")]
public sealed class FailSafeTableTests
{
    private static readonly PostHogContext Bob = new("bob");

    public static TheoryData<string, Kept> Cells => [.. FailSafeTable.Rows.SelectMany(static row => Enum.GetValues<Kept>(), static (row, kept) => (row.PostHog, kept))];

    public static TheoryData<string> Rows => [.. FailSafeTable.Rows.Select(static row => row.PostHog)];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task GetFlagAsync_PostHogInTrouble_MatchesTable(string postHog, Kept kept)
    {
        FailSafeRow row = FailSafeTable.Row(postHog);
        FailSafeCell expected = row[kept];
        await using Outage outage = await StartAsync(row, kept);
        int before = outage.PostHog.Count;

        Waited<FlagResult> check = await outage.VisitAsync(Outage.Ada, expected.Wait);
        await outage.CallsEndedAsync((kept == Kept.Nothing ? 0 : 1) + (expected.Requests > 0 ? 1 : 0));

        Assert.True(check.Answer.IsEnabled);
        Assert.Equal((expected.Variant, expected.Source), (check.Answer.Variant, check.Answer.Source));
        Assert.Equal(expected.Wait, check.Time);
        Assert.Equal(expected.Requests, outage.PostHog.Count - before);
    }

    /// <summary>A caller never waits twice.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public async Task GetFlagAsync_AskedAgain_AnswersAtOnceWithoutRequest(string postHog, Kept kept)
    {
        FailSafeRow row = FailSafeTable.Row(postHog);
        await using Outage outage = await StartAsync(row, kept);
        await outage.VisitAsync(Outage.Ada);
        await outage.CallsEndedAsync((kept == Kept.Nothing ? 0 : 1) + (row[kept].Requests > 0 ? 1 : 0));
        int before = outage.PostHog.Count;

        Waited<FlagResult> again = await outage.VisitAsync(Outage.Ada, TimeSpan.Zero);

        Assert.True(again.Answer.IsEnabled);
        Assert.Equal(TimeSpan.Zero, again.Time);
        Assert.Equal(before, outage.PostHog.Count);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("Promise", "RS-02")]
    [Trait("Promise", "RS-03")]
    public async Task GetFlagAsync_OtherCaller_RequestMatchesTable(string postHog)
    {
        FailSafeRow row = FailSafeTable.Row(postHog);
        await using Outage outage = await StartAsync(row, Kept.Nothing);
        await outage.VisitAsync(Outage.Ada);
        await outage.CallsEndedAsync(1);
        int before = outage.PostHog.Count;

        await outage.VisitAsync(Bob);
        bool isAsked = outage.PostHog.Count > before;
        outage.Clock.Advance(TimeSpan.FromSeconds(59));
        outage.PostHog.Become(Behaviours.Well);
        Waited<FlagResult> later = await outage.VisitAsync(new PostHogContext("carol"));
        outage.Clock.Advance(TimeSpan.FromSeconds(61));
        Waited<FlagResult> recovered = await outage.VisitAsync(new PostHogContext("dave"));

        Assert.Equal(row.Aftermath is Aftermath.None or Aftermath.Counts or Aftermath.CountsFromFiveCallers, isAsked);
        Assert.Equal(row.Aftermath is Aftermath.OpensCircuit or Aftermath.PausesForQuota, later.Answer.Source == FlagSource.Configuration);
        Assert.Equal(FlagSource.Remote, recovered.Answer.Source);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    [Trait("Promise", "RS-02")]
    public async Task GetFlagAsync_FiveCallersInTrouble_CircuitMatchesTable(string postHog)
    {
        FailSafeRow row = FailSafeTable.Row(postHog);
        await using Outage outage = await StartAsync(row, Kept.Nothing);
        for (int i = 0; i < 5; i++)
        {
            await outage.VisitAsync(new PostHogContext($"caller-{i}"));
        }

        await outage.CallsEndedAsync(1);
        int before = outage.PostHog.Count;
        await outage.VisitAsync(Bob);

        Assert.Equal(row.Aftermath == Aftermath.None, outage.PostHog.Count > before);
    }

    private static async Task<Outage> StartAsync(FailSafeRow row, Kept kept)
    {
        var outage = new Outage(("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"));
        if (kept != Kept.Nothing)
        {
            await outage.AskAsync(Outage.Ada);
            outage.Clock.Advance(kept switch
            {
                Kept.Fresh => TimeSpan.FromSeconds(29),
                Kept.Stale => TimeSpan.FromHours(1),
                _ => TimeSpan.FromHours(23),
            });
        }

        outage.PostHog.Variant = "new";
        outage.PostHog.Become(row.Behaviour);
        return outage;
    }
}
