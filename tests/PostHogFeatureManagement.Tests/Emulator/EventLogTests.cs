using System.Text.Json;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Tests.Emulator;

/// <summary>Which events the emulator keeps, and how they are read.</summary>
[Trait("Promise", "EM-01")]
public sealed class EventLogTests
{
    private const string One = "0198f0c2-5a10-7c35-9a3e-3f1d4f6a7b21";

    [Fact]
    public async Task Events_MoreThanCapacity_DropsTheOldest()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        await SendAsync(running, [.. Enumerable.Range(0, 1005).Select(number => Event($"e{number}"))]);

        IReadOnlyList<PostHogEmulatorEvent> kept = running.Emulator.Events;
        Assert.Equal((1000, "e5", "e1004"), (kept.Count, kept[0].Name, kept[^1].Name));
        Assert.Equal(1005, (await running.GetAsync("/_emulator/events?last=1")).GetProperty("received").GetInt32());
    }

    [Fact]
    public async Task Events_ManyLarge_KeepsABoundedNumberOfBytes()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        string text = new('x', 1024 * 1024);

        for (int number = 0; number < 20; number++)
        {
            await SendAsync(running, Event($"e{number}", $$""", "properties": { "text": "{{text}}" }"""));
        }

        Assert.Equal((15, "e19"), (running.Emulator.Events.Count, running.Emulator.Events[^1].Name));
    }

    [Fact]
    public async Task Events_SentAgain_AreKeptOnce()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        await SendAsync(running, Event("paid", $$""", "uuid": "{{One}}" """), Event("other"));
        await SendAsync(running, Event("paid", $$""", "uuid": "{{One}}" """), Event("last"));

        Assert.Equal(["paid", "other", "last"], running.Emulator.Events.Select(static received => received.Name));
        JsonElement listed = await running.GetAsync("/_emulator/events");
        Assert.Equal((3, 1), (listed.GetProperty("received").GetInt32(), listed.GetProperty("duplicates").GetInt32()));
    }

    [Fact]
    public async Task ClearEvents_SameEventAgain_IsKept()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        await SendAsync(running, Event("paid", $$""", "uuid": "{{One}}" """));

        running.Emulator.ClearEvents();
        await SendAsync(running, Event("paid", $$""", "uuid": "{{One}}" """));

        Assert.Single(running.Emulator.Events);
    }

    private static string Event(string name, string more = "") => $$"""{ "event": "{{name}}", "distinct_id": "ada"{{more}} }""";

    private static async Task SendAsync(RunningEmulator running, params string[] events)
    {
        using HttpResponseMessage response = await running.SendAsync(
            HttpMethod.Post, "/batch/", $$"""{ "api_key": "phc_emulator", "batch": [{{string.Join(',', events)}}] }""");
        response.EnsureSuccessStatusCode();
    }
}
