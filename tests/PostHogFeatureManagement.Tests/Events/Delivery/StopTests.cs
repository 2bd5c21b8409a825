using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.RemoteConfig;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Events;
using PostHogFeatureManagement.Events.Delivery;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events.Delivery;

/// <summary>What becomes of waiting events when the application stops or the switch is turned.</summary>
public sealed class StopTests
{
    private static readonly PostHogContext Ada = new("ada");

    [Fact]
    [Trait("Promise", "EX-05")]
    public async Task StoppedAsync_Waiting_SendsEverythingAndTakesNoMore()
    {
        await using EventsLibrary library = await StartAsync(("PostHog:Events:BatchSize", "10"));
        Capture(library, 9);

        await StopAsync(library);
        Capture(library, 1);
        await StopAsync(library);

        Assert.Equal(9, library.Received.Count);
        Assert.Equal(0, library.Queue.Count);
        Assert.Equal(0, library.Library.Logs.CountOf(507));
    }

    [Fact]
    [Trait("Promise", "EX-05")]
    public async Task StoppedAsync_ManyBatchesWhileOneIsUnderWay_SendsEachOnce()
    {
        await using EventsLibrary library = await StartAsync(("PostHog:Events:BatchSize", "10"));
        TaskCompletionSource<HttpResponseMessage> first = library.PostHog.Held();
        library.PostHog.Json("{}");
        Capture(library, 10);
        await library.PostHog.ReceivedAsync(1);
        Capture(library, 95);

        Task stop = StopAsync(library);
        first.SetResult(StubHandler.Response(HttpStatusCode.OK, "{}"));
        await stop;

        Assert.Equal(105, library.Received.Count);
        Assert.Equal(105, library.Received.Select(JsonEvents.Uuid).Distinct().Count());
    }

    [Fact]
    [Trait("Promise", "EX-05")]
    public async Task StoppedAsync_PostHogHangs_EndsAtTheDeadlineAndTellsWhatIsLeft()
    {
        await using EventsLibrary library = await StartAsync(("PostHog:Events:BatchSize", "2"));
        library.PostHog.Hangs();
        Capture(library, 5);
        await library.PostHog.ReceivedAsync(1);

        Task stop = StopAsync(library);
        await library.PassAsync(TimeSpan.FromSeconds(5));
        await stop;

        Assert.Equal(5, library.Drops.Count(DropReason.Stopped));
        Assert.Contains("5 events were not sent", library.Library.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Promise", "EX-05")]
    public async Task StoppedAsync_PostHogFails_TriesEachBatchOnce()
    {
        await using EventsLibrary library = await StartAsync(("PostHog:Events:BatchSize", "100"));
        library.PostHog.Status(HttpStatusCode.ServiceUnavailable);
        Capture(library, 5);

        await StopAsync(library);

        Assert.Equal(1, library.PostHog.Count);
        Assert.Equal(5, library.Drops.Count(DropReason.Stopped));
    }

    [Fact]
    [Trait("Promise", "EX-05")]
    public async Task StoppedAsync_SendingFailsUnexpectedly_CountsEverythingThatIsLeft()
    {
        var parts = new LibraryParts { Services = static services => services.AddSingleton<IPostHogClient, BrokenClient>() };
        await using EventsLibrary library = EventsLibrary.Start(
            new StubHandler(), parts, ("PostHog:Events:ShutdownTimeout", "00:00:05"), ("PostHog:Events:BatchSize", "10"), ("PostHog:Events:FlushInterval", "01:00:00"));
        Capture(library, 9);

        await StopAsync(library);

        Assert.Equal(9, library.Drops.Count(DropReason.Stopped));
        Assert.Equal((1, 1), (library.Library.Logs.CountOf(LogEvents.EventsBroke), library.Library.Logs.CountOf(LogEvents.EventsLeftAtStop)));
    }

    [Fact]
    [Trait("Promise", "EX-05")]
    public async Task StoppingAsync_Waiting_SendsAtOnce()
    {
        await using EventsLibrary library = await StartAsync();
        Capture(library, 1);

        await library.Library.Get<EventSender>().StoppingAsync(TestContext.Current.CancellationToken);
        await library.PostHog.ReceivedAsync(1);
    }

    [Fact]
    [Trait("Promise", "OP-05")]
    public async Task Switch_TurnedOff_DropsWhatWaitsAndSendsNothing()
    {
        await using EventsLibrary library = await StartAsync(("PostHog:Events:BatchSize", "2"));
        TaskCompletionSource<HttpResponseMessage> first = library.PostHog.Held();
        library.PostHog.Json("{}");
        Capture(library, 5);
        await library.PostHog.ReceivedAsync(1);

        library.Library.Get<PostHogSwitch>().Turn(on: false);
        Capture(library, 3);
        await Eventually.TrueAsync(() => library.Drops.Count(DropReason.SwitchedOff) == 5);
        library.Library.Get<PostHogSwitch>().Turn(on: true);
        Capture(library, 1);
        await library.FlushAsync();

        Assert.Equal(2, library.PostHog.Count);
        Assert.Single(library.PostHog.Requests[^1].Events);
        Assert.False(first.Task.IsCompleted);
    }

    private static ValueTask<EventsLibrary> StartAsync(params (string Key, string Value)[] settings) =>
        EventsLibrary.StartAsync([], [("PostHog:Events:ShutdownTimeout", "00:00:05"), .. settings]);

    private static Task StopAsync(EventsLibrary library) =>
        library.Library.Get<EventSender>().StoppedAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    private static void Capture(EventsLibrary library, int count)
    {
        for (int i = 0; i < count; i++)
        {
            library.Events.Capture($"e{i}", context: Ada);
        }
    }

    private sealed class BrokenClient : IPostHogClient
    {
        public Task<WireAnswer<FlagsResponse>> EvaluateAsync(FlagsRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<WireAnswer<DefinitionsResponse>> GetDefinitionsAsync(DefinitionsResponse? known, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<WireAnswer<RemoteConfigResponse>> GetRemoteConfigAsync(string key, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<WireAnswer<EventsResponse>> SendEventsAsync(EventsRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }
}
