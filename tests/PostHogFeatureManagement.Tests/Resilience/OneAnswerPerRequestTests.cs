using System.Net;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>A web request sees one answer for each caller, whatever happens while it runs. The next request sees what is new.</summary>
[Trait("Promise", "RC-02")]
public sealed class OneAnswerPerRequestTests
{
    [Fact]
    public async Task GetFlagAsync_CacheEntryRefreshed_RequestKeepsAnswer()
    {
        await using var outage = new Outage(("PostHog:SecretKey", ""), ("PostHog:FeatureManagement:PinFor", "01:00:00"));
        await outage.AskAsync(Outage.Ada);
        outage.Clock.Advance(TimeSpan.FromMinutes(1));
        outage.PostHog.Variant = "new";

        await using (new WebRequest(outage.Library))
        {
            FlagResult first = (await outage.AskAsync(Outage.Ada)).Answer;
            await outage.CallsEndedAsync(2);
            outage.Clock.Advance(TimeSpan.FromMinutes(40));
            FlagResult second = (await outage.AskAsync(Outage.Ada)).Answer;
            IReadOnlyDictionary<string, FlagResult> all = await outage.Library.Flags.GetAllFlagsAsync(Outage.Ada, default, TestContext.Current.CancellationToken);

            Assert.Equal(("old", FlagSource.Stale), (first.Variant, first.Source));
            Assert.Equal(first, second);
            Assert.Equal(first, all["headline"]);
        }

        Assert.Equal("new", (await outage.AskAsync(Outage.Ada)).Answer.Variant);
    }

    [Fact]
    public async Task GetFlagAsync_PostHogRecovers_RequestKeepsConfiguration()
    {
        await using var outage = new Outage(("PostHog:SecretKey", ""), ("FeatureManagement:headline", "true"), ("PostHog:FeatureManagement:PinFor", "01:00:00"));
        outage.PostHog.Become(Behaviours.Status(HttpStatusCode.InternalServerError));

        await using (new WebRequest(outage.Library))
        {
            FlagResult first = (await outage.AskAsync(Outage.Ada)).Answer;
            outage.PostHog.Become(Behaviours.Well);
            outage.Clock.Advance(TimeSpan.FromMinutes(5));
            FlagResult second = (await outage.AskAsync(Outage.Ada)).Answer;

            Assert.Equal(FlagSource.Configuration, first.Source);
            Assert.Equal(first, second);
        }

        Assert.Equal(FlagSource.Remote, (await outage.AskAsync(Outage.Ada)).Answer.Source);
    }

    [Fact]
    public async Task GetFlagAsync_DefinitionsReplaced_RequestKeepsVersion()
    {
        await using var outage = new Outage();
        await outage.Library.RefreshAsync();

        await using (var request = new WebRequest(outage.Library))
        {
            FlagResult first = (await outage.AskAsync(Outage.Ada)).Answer;
            outage.PostHog.Variant = "new";
            await outage.Library.RefreshAsync();
            FlagResult second = (await outage.AskAsync(Outage.Ada)).Answer;
            using IDisposable scope = PostHogContext.BeginScope(Outage.Ada);
            Variant managed = await request.Get<IVariantFeatureManager>().GetVariantAsync("headline", TestContext.Current.CancellationToken);

            Assert.Equal(("old", "old", "old"), (first.Variant, second.Variant, managed.Name));
        }

        Assert.Equal("new", (await outage.AskAsync(Outage.Ada)).Answer.Variant);
    }

    /// <summary>An application that has just started: PostHog evaluates at first, then definitions arrive.</summary>
    [Fact]
    public async Task GetFlagAsync_FirstDefinitionsArrive_RequestKeepsAnswer()
    {
        await using var outage = new Outage(("FeatureManagement:headline", "true"));
        outage.PostHog.Become(Behaviours.ForFlags(Behaviours.Status(HttpStatusCode.InternalServerError)));

        await using (new WebRequest(outage.Library))
        {
            FlagResult first = (await outage.AskAsync(Outage.Ada)).Answer;
            await outage.Library.RefreshAsync();
            FlagResult second = (await outage.AskAsync(Outage.Ada)).Answer;

            Assert.Equal(FlagSource.Configuration, first.Source);
            Assert.Equal(first, second);
        }

        Assert.Equal(FlagSource.Local, (await outage.AskAsync(Outage.Ada)).Answer.Source);
    }

    [Fact]
    public async Task GetFlagAsync_CacheChangesDuringParallelChecks_AnswersAgree()
    {
        await using var outage = new Outage(("PostHog:SecretKey", ""));
        await using var request = new WebRequest(outage.Library);
        Task<FlagResult>[] checks = [.. Enumerable.Range(0, 50).Select(i => Task.Run(
            () =>
            {
                outage.PostHog.Variant = $"v{i}";
                return outage.Library.Flags.GetFlagAsync("headline", Outage.Ada, default, TestContext.Current.CancellationToken).AsTask();
            },
            TestContext.Current.CancellationToken))];

        FlagResult[] results = await Task.WhenAll(checks);

        Assert.Single(results.Select(static result => result.Variant).Distinct());
    }
}
