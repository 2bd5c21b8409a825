using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Tests.Client;
using PostHogFeatureManagement.Tests.Fleet;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// Whatever could write to the distributed cache could open the circuits of all instances, and keep them open, with two invented notes, although a
/// <c>Cache:KeySecret</c> was set.
/// </summary>
[Trait("Promise", "RS-05")]
[Trait("Promise", "SC-03")]
public sealed class InventedNotesOpenCircuitTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("secret", false)]
    public async Task RunOnceAsync_TwoInventedNotes_AreIgnoredWhenThereIsASecret(string? secret, bool opens)
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture instance = fleet.Add(options => options.Cache.KeySecret = secret);
        var project = new PostHogProject("https://us.i.posthog.com", ClientFixture.ProjectToken);
        string name = new FleetScope(project, new PostHogCacheOptions { KeySecret = secret }).CircuitNotes.Name;
        fleet.Cache[name] = SharedBreakerFormat.Write([Invented(fleet), Invented(fleet)]);

        await SharedBreakerFleet.LookAsync(instance);

        Assert.Equal(opens ? BreakerState.Open : BreakerState.Closed, instance.Circuit.State);
    }

    [Fact]
    public async Task RunOnceAsync_RealNotesOverInventedOnes_AreFollowed()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture slow = fleet.Add(static options => options.Cache.KeySecret = "secret");
        ClientFixture idle = fleet.Add(static options => options.Cache.KeySecret = "secret");
        await SharedBreakerFleet.TripAsync(slow);
        string name = Assert.Single(fleet.Cache.Keys);
        fleet.Cache[name] = SharedBreakerFormat.Write([Invented(fleet)]);
        await SharedBreakerFleet.LookAsync(idle);
        Assert.Equal(BreakerState.Closed, idle.Circuit.State);

        await SharedBreakerFleet.LookAsync(slow);
        await SharedBreakerFleet.LookAsync(idle);

        Assert.Equal(slow.Circuit.OpenUntil, idle.Circuit.OpenUntil);
    }

    /// <summary>While a new secret is rolled out, there are two fleets. Neither reads, nor overwrites, the notes of the other.</summary>
    [Fact]
    public async Task RunOnceAsync_InstancesWithOldAndNewSecret_AreTwoFleets()
    {
        using var fleet = new SharedBreakerFleet();
        ClientFixture[] old = [.. Enumerable.Range(0, 2).Select(_ => fleet.Add(static options => options.Cache.KeySecret = "old"))];
        ClientFixture[] rolled = [.. Enumerable.Range(0, 2).Select(_ => fleet.Add(static options => options.Cache.KeySecret = "new"))];
        await SharedBreakerFleet.TripAsync(old[0]);
        await SharedBreakerFleet.LookAsync(rolled[0]);
        Assert.Equal(BreakerState.Closed, rolled[0].Circuit.State);

        await SharedBreakerFleet.TripAsync(rolled[0]);
        await SharedBreakerFleet.LookAsync(old[1]);
        await SharedBreakerFleet.LookAsync(rolled[1]);

        Assert.Equal(2, fleet.Cache.Keys.Count);
        Assert.All([old[1], rolled[1]], static instance => Assert.Equal(BreakerCause.OtherInstance, instance.Circuit.Cause));
    }

    private static SharedBreakerNote Invented(SharedBreakerFleet fleet) => new(Guid.NewGuid(), fleet.Clock.GetUtcNow() + SharedBreakerFleet.Pause);
}
