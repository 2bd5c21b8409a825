using System.Net;
using System.Text.Json;
using PostHogFeatureManagement.Events;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events.Delivery;

/// <summary>Events that PostHog does not take at all.</summary>
[Trait("Promise", "EX-04")]
public sealed class RejectionTests
{
    private static readonly PostHogContext Ada = new("ada");

    [Fact]
    public async Task Send_OneBadEvent_IsFoundDroppedAndNamed()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        var taken = new List<string>();
        library.PostHog.Answer((request, _) =>
        {
            string[] names = [.. request.Events.Select(JsonEvents.Name)];
            bool isBad = names.Contains("e3");
            taken.AddRange(isBad ? [] : names);
            return Task.FromResult(StubHandler.Response(isBad ? HttpStatusCode.BadRequest : HttpStatusCode.OK, "{}"));
        });
        Capture(library, 8);

        await library.FlushAsync();

        Assert.Equal(["e0", "e1", "e2", "e4", "e5", "e6", "e7"], taken);
        Assert.Equal(1, library.Drops.Count(DropReason.Rejected));
        Assert.Contains("rejected the event e3", library.Library.Logs.Text, StringComparison.Ordinal);
        Assert.Equal(0, library.Library.Logs.CountOf(501));
    }

    [Fact]
    public async Task Send_TooLargeTogether_IsSentInHalves()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        library.PostHog.Answer(static (request, _) =>
            Task.FromResult(StubHandler.Response(request.Events.Count() > 3 ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.OK, "{}")));
        Capture(library, 8);

        await library.FlushAsync();

        Assert.Equal([8, 4, 2, 2, 4, 2, 2], library.PostHog.Requests.Select(static request => request.Events.Count()));
        Assert.Equal(0, library.Drops.Count(DropReason.TooLarge));
    }

    [Theory]
    [InlineData(400, nameof(DropReason.Rejected))]
    [InlineData(413, nameof(DropReason.TooLarge))]
    [InlineData(402, nameof(DropReason.QuotaLimited))]
    public async Task Send_SingleEventRejected_IsSentOnce(int status, string reason)
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([Library.Flag("beta")]);
        library.PostHog.Status((HttpStatusCode)status);
        await library.GetAsync("beta");

        await library.FlushAsync();
        await library.GetAsync("beta");
        await library.FlushAsync();

        Assert.Equal(2, library.PostHog.Count);
        Assert.Equal(2, library.Drops.Count(Enum.Parse<DropReason>(reason)));
    }

    [Fact]
    public async Task Send_LargerThanPostHogTakes_IsDroppedAndNamedWithoutARequest()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        var large = Enumerable.Range(0, 5).ToDictionary(static i => $"p{i}", static object? (_) => new string('x', 200_000));

        library.Events.Capture("large", large, Ada);
        await library.FlushAsync();

        Assert.Equal(0, library.PostHog.Count);
        Assert.Equal(1, library.Drops.Count(DropReason.TooLarge));
        Assert.Equal(1, library.Library.Logs.CountOf(504));
    }

    [Fact]
    public async Task Send_ManyBytes_AreSplitIntoSeveralRequests()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        var large = Enumerable.Range(0, 4).ToDictionary(static i => $"p{i}", static object? (_) => new string('x', 200_000));
        foreach (int i in Enumerable.Range(0, 12))
        {
            library.Events.Capture($"e{i}", large, Ada);
        }

        await library.FlushAsync();

        Assert.Equal([5, 5, 2], library.PostHog.Requests.Select(static request => request.Events.Count()));
        Assert.Equal(Enumerable.Range(0, 12).Select(static i => $"e{i}"), library.Received.Select(JsonEvents.Name));
    }

    [Theory]
    [Trait("Promise", "EX-08")]
    [InlineData(400)]
    [InlineData(402)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(429)]
    [InlineData(501)]
    public async Task Send_AnalyticsRejects_IsFinal(int status)
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([], ("PostHog:Events:Protocol", "Analytics"));
        library.PostHog.Status((HttpStatusCode)status);
        Capture(library, 4);

        await library.FlushAsync();
        await library.FlushAsync();

        Assert.Equal(1, library.PostHog.Count);
        Assert.Equal(0, library.Queue.Count);
    }

    [Fact]
    [Trait("Promise", "EX-08")]
    public async Task Send_AnalyticsWantsSomeAgain_SendsOnlyThose()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([], ("PostHog:Events:Protocol", "Analytics"));
        library.PostHog
            .Answer(static (request, _) => Task.FromResult(StubHandler.Response(HttpStatusCode.OK, Results(request, "ok", "retry", "drop", "retry", "new"), ("Retry-After", "2"))))
            .Answer(static (request, _) => Task.FromResult(StubHandler.Response(HttpStatusCode.OK, Results(request, "warning", "limited"))));
        Capture(library, 6);

        Task flush = library.FlushAsync();
        await library.PassAsync(TimeSpan.FromSeconds(2));
        await flush;

        Assert.Equal(["e0", "e1", "e2", "e3", "e4", "e5", "e1", "e3"], library.Received.Select(JsonEvents.Name));
        StubRequest[] requests = [.. library.PostHog.Requests];
        Assert.Equal(["1", "2"], requests.Select(static request => request.Headers["PostHog-Attempt"]));
        Assert.Equal(requests[0].Headers["PostHog-Request-Id"], requests[1].Headers["PostHog-Request-Id"]);
        Assert.NotEqual(requests[0].Headers["PostHog-Request-Timestamp"], requests[1].Headers["PostHog-Request-Timestamp"]);
    }

    private static string Results(StubRequest request, params string[] results) =>
        JsonSerializer.Serialize(new { results = request.Events.Zip(results).ToDictionary(static pair => pair.First.Uuid(), static pair => new { result = pair.Second }) });

    private static void Capture(EventsLibrary library, int count)
    {
        for (int i = 0; i < count; i++)
        {
            library.Events.Capture($"e{i}", context: Ada);
        }
    }
}
