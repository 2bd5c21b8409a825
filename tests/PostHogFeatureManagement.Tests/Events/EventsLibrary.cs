using System.Text.Json;
using PostHogFeatureManagement.Events;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events;

/// <summary>The whole library with exposures on, and the part of PostHog that takes events.</summary>
internal sealed class EventsLibrary : IAsyncDisposable
{
    private EventsLibrary(Library library) => Library = library;

    public Library Library { get; }

    public ManualTimeProvider Clock => Library.Clock;

    /// <summary>The part of PostHog that takes events.</summary>
    public StubHandler PostHog => Library.PostHog.Events;

    public IPostHogEvents Events => Library.Get<IPostHogEvents>();

    public EventDrops Drops => Library.Get<EventDrops>();

    public EventQueue Queue => Library.Get<EventQueue>();

    /// <summary>All events received, in order, also those received again.</summary>
    public IReadOnlyList<JsonElement> Received => [.. PostHog.Requests.SelectMany(static request => request.Events)];

    public static ValueTask<EventsLibrary> StartAsync(string[] flags, params (string Key, string Value)[] settings) => StartAsync(flags, new LibraryParts(), settings);

    /// <summary>Starts it with definitions.</summary>
    public static async ValueTask<EventsLibrary> StartAsync(string[] flags, LibraryParts parts, params (string Key, string Value)[] settings)
    {
        EventsLibrary library = Start(new StubHandler().Json(Library.Definitions(flags)), parts, settings);
        await library.Library.RefreshAsync();
        return library;
    }

    /// <summary>Starts it without definitions.</summary>
    public static EventsLibrary Start(StubHandler postHog, LibraryParts parts, params (string Key, string Value)[] settings) =>
        new(new Library(postHog, parts, [("PostHog:Events:SendFlagCalled", "true"), ("PostHog:Events:ShutdownTimeout", "00:00:00"), .. settings]));

    public ValueTask<FlagResult> GetAsync(string key, string id = "ada", FlagCallOptions options = default) =>
        Library.Flags.GetFlagAsync(key, new PostHogContext(id), options, TestContext.Current.CancellationToken);

    public Task FlushAsync() => Events.FlushAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    public async Task<IReadOnlyList<JsonElement>> FlushedAsync()
    {
        await FlushAsync();
        return Received;
    }

    /// <summary>Advances the clock once the loop waits for exactly this time.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await Eventually.TrueAsync(() => Clock.CountTimersDueIn(time) > 0);
        Clock.Advance(time);
    }

    public ValueTask DisposeAsync() => Library.DisposeAsync();
}
