using System.Text.Json.Nodes;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Tests.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Node;

/// <summary>Events of PostHog's Node client arrive whole and in order, in both protocols.</summary>
[Trait("Promise", "EM-02")]
public sealed class NodeEventsTests
{
    private const int Count = 950;

    [Theory]
    [InlineData(false, "/batch")]
    [InlineData(true, "/i/v1/analytics/events")]
    public async Task Capture_ManyEvents_ArriveInOrder(bool usesNewerEvents, string endpoint)
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();

        await NodeClient.RunAsync(running.Emulator.BaseAddress, "capture", new JsonObject { ["count"] = Count }, usesNewerEvents);

        IReadOnlyList<PostHogEmulatorEvent> events = running.Emulator.Events;
        Assert.Equal(Enumerable.Range(0, Count), events.Select(static received => received.Properties.GetProperty("number").GetInt32()));
        Assert.All(events, received =>
        {
            Assert.Equal((endpoint, "counted"), (received.Endpoint, received.Name));
            Assert.Equal("grüße 🎈", received.Properties.GetProperty("text").GetString());
            Assert.Equal("w1", received.Properties.GetProperty("$groups").GetProperty("workspace").GetString());
        });
        Assert.Equal(Count, events.DistinctBy(static received => received.Uuid).Count());
    }

    [Fact]
    public async Task Capture_PostHogFailsOnce_ArrivesOnce()
    {
        await using RunningEmulator running = await RunningEmulator.StartAsync();
        running.Emulator.SetFaults(new PostHogEmulatorFaults { Status = 503, Endpoint = "/batch", Times = 1 });

        await NodeClient.RunAsync(running.Emulator.BaseAddress, "capture", new JsonObject { ["count"] = 3 });

        Assert.Equal([0, 1, 2], running.Emulator.Events.Select(static received => received.Properties.GetProperty("number").GetInt32()));
    }
}
