using System.Net;
using PostHogFeatureManagement.Events;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events.Delivery;

/// <summary>What is sent again, when, and when no more.</summary>
[Trait("Promise", "EX-04")]
public sealed class RetryTests
{
    private static readonly PostHogContext Ada = new("ada");

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(507)]
    public async Task Send_PassingFailure_SendsTheSameEventsAgain(int status)
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        library.PostHog.Status((HttpStatusCode)status).Status((HttpStatusCode)status).Json("{}");
        library.Events.Capture("a", context: Ada);
        library.Events.Capture("b", context: Ada);

        Task flush = library.FlushAsync();
        await library.PassAsync(TimeSpan.FromSeconds(0.5));
        await library.PassAsync(TimeSpan.FromSeconds(1));
        await flush;

        Assert.Equal(3, library.PostHog.Count);
        Assert.Equal(2, library.Received.Select(JsonEvents.Uuid).Distinct().Count());
        Assert.Equal(2, library.Received.DistinctBy(static received => (received.Uuid(), received.GetProperty("timestamp").GetString())).Count());
    }

    [Fact]
    public async Task Send_NoAnswer_SendsAgain()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        library.PostHog.Throws(new HttpRequestException("refused")).Json("{}");
        library.Events.Capture("a", context: Ada);

        Task flush = library.FlushAsync();
        await library.PassAsync(TimeSpan.FromSeconds(0.5));
        await flush;

        Assert.Equal(2, library.PostHog.Count);
    }

    [Fact]
    public async Task Send_RetryAfter_IsTheShortestPause()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        library.PostHog.Status(HttpStatusCode.TooManyRequests, ("Retry-After", "3")).Json("{}");
        library.Events.Capture("a", context: Ada);

        Task flush = library.FlushAsync();
        await library.PassAsync(TimeSpan.FromSeconds(3));
        await flush;

        Assert.Equal(2, library.PostHog.Count);
    }

    [Theory]
    [InlineData("Batch", 300)]
    [InlineData("Analytics", 30)]
    public async Task Send_LongRetryAfter_IsClamped(string protocol, int seconds)
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([], ("PostHog:Events:Protocol", protocol));
        library.PostHog.Status(HttpStatusCode.ServiceUnavailable, ("Retry-After", "3600")).Json("{}");
        library.Events.Capture("a", context: Ada);

        Task flush = library.FlushAsync();
        await library.PassAsync(TimeSpan.FromSeconds(seconds));
        await flush;

        Assert.Equal(2, library.PostHog.Count);
    }

    [Fact]
    public async Task Send_FailsAgainAndAgain_StaysForLaterAndLosesNothing()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([Library.Flag("beta")], ("PostHog:Events:MaxRetryAttempts", "1"));
        library.PostHog.Status(HttpStatusCode.ServiceUnavailable).Status(HttpStatusCode.ServiceUnavailable).Json("{}");
        await library.GetAsync("beta");

        Task flush = library.FlushAsync();
        await library.PassAsync(TimeSpan.FromSeconds(0.5));
        await flush;
        Assert.Equal(2, library.PostHog.Count);
        library.Events.Capture("later", context: Ada);
        await library.FlushAsync();
        Assert.Equal(2, library.PostHog.Count);

        await library.PassAsync(TimeSpan.FromSeconds(30));
        await library.PostHog.ReceivedAsync(3);
        await Eventually.TrueAsync(() => library.Library.Logs.CountOf(502) == 1);
        await library.FlushAsync();

        Assert.Equal(["$feature_flag_called", "later"], library.Received.Skip(2).Select(JsonEvents.Name));
        Assert.Equal(1, library.Library.Logs.CountOf(501));
        Assert.Equal(0, library.Drops.Count(DropReason.Expired));
    }

    [Fact]
    [Trait("Promise", "EX-02")]
    public async Task Send_FailsForTenMinutes_DropsTheEventAndForgetsTheExposure()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([Library.Flag("beta")], ("PostHog:Events:MaxRetryAttempts", "0"));
        library.PostHog.Status(HttpStatusCode.Unauthorized);
        await library.GetAsync("beta");

        await library.FlushAsync();
        for (int request = 2; request <= 3; request++)
        {
            await library.PassAsync(TimeSpan.FromMinutes(1));
            library.Clock.Advance(TimeSpan.FromMinutes(4));
            await library.PostHog.ReceivedAsync(request);
        }

        await Eventually.TrueAsync(() => library.Drops.Count(DropReason.Expired) == 1);
        Assert.Equal(1, library.Library.Logs.CountOf(509));
        await library.GetAsync("beta");
        Assert.Equal(1, library.Queue.Count);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(204)]
    public async Task Send_Refused_SendsNothingForFiveMinutesAndKeepsTheEvents(int status)
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        library.PostHog.Status((HttpStatusCode)status).Json("{}");
        library.Events.Capture("a", context: Ada);

        await library.FlushAsync();
        await library.FlushAsync();
        Assert.Equal(1, library.PostHog.Count);

        await Eventually.TrueAsync(() => library.Clock.CountTimersDueIn(TimeSpan.FromMinutes(1)) > 0);
        library.Clock.Advance(TimeSpan.FromMinutes(5));
        await library.PostHog.ReceivedAsync(2);
        await library.FlushAsync();

        Assert.Equal(2, library.PostHog.Count);
        Assert.Single(library.Received.Select(JsonEvents.Uuid).Distinct());
    }
}
