using PostHogFeatureManagement.Events;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events;

[Trait("Promise", "EX-04")]
public sealed class EventQueueTests
{
    private static readonly PostHogContext Ada = new("ada");

    [Fact]
    public async Task Add_Full_DropsTheOldestAndForgetsItsExposure()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([Library.Flag("beta")], ("PostHog:Events:QueueCapacity", "3"), ("PostHog:Events:BatchSize", "3"));
        _ = library.PostHog.Held();
        Task held = await HoldLoopAsync(library);

        await library.GetAsync("beta");
        Capture(library, "b", "c", "d");

        Assert.Equal(3, library.Queue.Count);
        Assert.Equal(1, library.Drops.Count(DropReason.QueueFull));
        await library.GetAsync("beta");
        Assert.Equal(2, library.Drops.Count(DropReason.QueueFull));
        Assert.False(held.IsCompleted);
    }

    [Fact]
    public async Task Add_MemoryFull_DropsTheNewOne()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([]);
        var large = new Dictionary<string, object?> { ["text"] = new string('x', 200_000) };

        for (int i = 0; i < 100; i++)
        {
            library.Queue.Add(new CapturedEvent($"e{i}", Ada, CapturedProperties.Read(large), null, library.Clock.GetUtcNow()));
        }

        int kept = library.Queue.Count;
        Assert.Equal(100 - kept, library.Drops.Count(DropReason.MemoryFull));
        Assert.InRange(kept, 80, 84);
        Assert.True(library.Queue.TryTake(out QueuedEvent? oldest));
        Assert.Equal("e0", oldest.Name);
    }

    [Fact]
    public async Task Add_Dropped_IsToldOnceAMinute()
    {
        await using EventsLibrary library = await EventsLibrary.StartAsync([], ("PostHog:Events:QueueCapacity", "1"), ("PostHog:Events:BatchSize", "1"));
        library.PostHog.Status(System.Net.HttpStatusCode.Unauthorized);
        Capture(library, "a");
        await library.FlushAsync();
        await Eventually.TrueAsync(() => library.Clock.CountTimersDueIn(TimeSpan.FromMinutes(1)) > 0);
        Assert.Equal(0, library.Library.Logs.CountOf(500));

        Capture(library, "b", "c", "d");
        await Eventually.TrueAsync(() => library.Library.Logs.CountOf(500) == 1);
        Capture(library, "e", "f");
        await library.PassAsync(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => library.Library.Logs.CountOf(500) == 2);

        Assert.Equal(4, library.Drops.Count(DropReason.QueueFull));
    }

    private static void Capture(EventsLibrary library, params string[] names) =>
        Array.ForEach(names, name => library.Events.Capture(name, context: Ada));

    /// <summary>Has the loop wait for an answer, so that the queue fills.</summary>
    private static async Task<Task> HoldLoopAsync(EventsLibrary library)
    {
        Capture(library, "first");
        Task flush = library.FlushAsync();
        await library.PostHog.ReceivedAsync(1);
        return flush;
    }
}
