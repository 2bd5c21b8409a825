using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events.Delivery;

/// <summary>When events are sent.</summary>
[Trait("Promise", "EX-04")]
public sealed class EventLoopTests
{
    private static readonly PostHogContext Ada = new("ada");

    [Fact]
    public async Task Capture_FewEvents_AreSentTogetherAfterTheInterval()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        Capture(library, 5);

        await library.PassAsync(TimeSpan.FromSeconds(5));
        await library.PostHog.ReceivedAsync(1);

        Assert.Equal(5, library.Received.Count);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("3", 3)]
    public async Task Capture_FullBatch_IsSentAtOnce(string batchSize, int count)
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([], ("PostHog:Events:BatchSize", batchSize));

        Capture(library, count);
        await library.PostHog.ReceivedAsync(1);
        await library.FlushAsync();

        Assert.Equal(count, library.Received.Count);
    }

    [Fact]
    public async Task FlushAsync_FewEvents_SendsOneRequest()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([], ("PostHog:Events:BatchSize", "10"));
        Capture(library, 5);

        await library.FlushAsync();

        Assert.Equal(5, Assert.Single(library.PostHog.Requests).Events.Count());
    }

    [Fact]
    public async Task FlushAsync_Nothing_SendsNothing()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        await library.FlushAsync();
        Capture(library, 1);
        await library.FlushAsync();

        await library.FlushAsync();

        Assert.Equal(1, library.PostHog.Count);
    }

    [Fact]
    public async Task FlushAsync_MoreThanABatch_SendsAll()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([], ("PostHog:Events:BatchSize", "2"));
        TaskCompletionSource<HttpResponseMessage> first = library.PostHog.Held();
        library.PostHog.Json("{}");
        Capture(library, 2);
        await library.PostHog.ReceivedAsync(1);
        Capture(library, 5);

        Task flush = library.FlushAsync();
        first.SetResult(StubHandler.Response(System.Net.HttpStatusCode.OK, "{}"));
        await flush;

        Assert.Equal(7, library.Received.Count);
    }

    [Fact]
    public async Task FlushAsync_Cancelled_StopsWaiting()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        library.PostHog.Held();
        Capture(library, 1);
        using var cancelled = new CancellationTokenSource();

        Task flush = library.Events.FlushAsync(cancelled.Token);
        await library.PostHog.ReceivedAsync(1);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush);
    }

    private static void Capture(EventsLibrary library, int count)
    {
        for (int i = 0; i < count; i++)
        {
            library.Events.Capture($"e{i}", context: Ada);
        }
    }
}
