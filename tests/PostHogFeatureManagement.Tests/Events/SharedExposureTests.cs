using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Events;
using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Tests.Fleet;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events;

/// <summary>Several instances send an exposure once.</summary>
[Trait("Promise", "EX-02")]
public sealed class SharedExposureTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeFleetBackend _storage;

    public SharedExposureTests() => _storage = new FakeFleetBackend(_clock);

    [Fact]
    public async Task Flush_SameExposureInTwoInstances_IsSentByOne()
    {
        await using EventsLibrary first = await StartAsync();
        await using EventsLibrary second = await StartAsync();
        await first.GetAsync("beta");
        await second.GetAsync("beta");
        await second.GetAsync("beta", "eve");
        second.Events.Capture("paid", context: new PostHogContext("ada"));

        await Task.WhenAll(first.FlushAsync(), second.FlushAsync());

        Assert.Equal(3, first.Received.Count + second.Received.Count);
        Assert.Single(first.Received.Concat(second.Received), static sent => sent.Id() == "ada" && sent.Name() == "$feature_flag_called");
        Assert.Equal(1, first.Drops.Count(DropReason.SentByOther) + second.Drops.Count(DropReason.SentByOther));
    }

    [Fact]
    public async Task Flush_SentByOther_IsClaimedAgainAfterAnHour()
    {
        await using EventsLibrary first = await StartAsync();
        await using EventsLibrary second = await StartAsync();
        await first.GetAsync("beta");
        await first.FlushAsync();
        await second.GetAsync("beta");
        await second.FlushAsync();
        Assert.Empty(second.Received);

        _clock.Advance(TimeSpan.FromHours(1));
        second.Events.Capture("anything", context: new PostHogContext("ada"));
        await second.FlushAsync();
        await second.GetAsync("beta");
        await second.FlushAsync();

        Assert.Equal(["anything", "$feature_flag_called"], second.Received.Select(JsonEvents.Name));
    }

    [Fact]
    public async Task Flush_StorageFails_SendsEverything()
    {
        await using EventsLibrary first = await StartAsync();
        await using EventsLibrary second = await StartAsync();
        _storage.Before = static () => throw new InvalidOperationException("away");
        await first.GetAsync("beta");
        await second.GetAsync("beta");

        await first.FlushAsync();
        await second.FlushAsync();

        Assert.Equal((1, 1), (first.Received.Count, second.Received.Count));
    }

    [Fact]
    public async Task Flush_EventIsDropped_LetsTheOtherSendIt()
    {
        await using EventsLibrary first = await StartAsync();
        await using EventsLibrary second = await StartAsync();
        first.PostHog.Status(HttpStatusCode.BadRequest);
        await first.GetAsync("beta");
        await first.FlushAsync();
        await Eventually.TrueAsync(() => _storage.Names.Length == 0);

        await second.GetAsync("beta");
        await second.FlushAsync();

        Assert.Single(second.Received);
    }

    [Fact]
    public async Task Flush_NotShared_IsSentByEach()
    {
        await using EventsLibrary first = await StartAsync(("PostHog:Events:ShareDeduplication", "false"));
        await using EventsLibrary second = await StartAsync();
        await first.GetAsync("beta");
        await second.GetAsync("beta");

        await first.FlushAsync();
        await second.FlushAsync();

        Assert.Equal((1, 1), (first.Received.Count, second.Received.Count));
        Assert.DoesNotContain("ada", string.Concat(_storage.Names), StringComparison.Ordinal);
    }

    private async Task<EventsLibrary> StartAsync(params (string Key, string Value)[] settings)
    {
        var parts = new LibraryParts { Clock = _clock, Services = services => services.AddSingleton<IFleetBackend>(_storage) };
        return await EventsLibrary.StartAsync([Library.Flag("beta")], parts, [("PostHog:Definitions:Share", "false"), .. settings]);
    }
}
