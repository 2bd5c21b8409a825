using System.Reflection;
using PostHogFeatureManagement.FeatureManagement.Snapshots;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Tests.FeatureManagement.Snapshots;

[Trait("Promise", "FM-07")]
public sealed class SnapshotEntriesTests
{
    private static readonly Caller Ada = Caller.OfApplication(new PostHogContext("ada"));
    private readonly SnapshotEntries<bool> _entries = new();

    [Fact]
    public void Find_MoreKeysThanListLimit_ReturnsSameEntries()
    {
        SnapshotEntry<bool>[] first = [.. Enumerable.Range(0, 100).Select(Find)];
        Assert.All(Enumerable.Range(0, 100), i => Assert.Same(first[i], Find(i)));
    }

    [Fact]
    public void Find_CounterAtMaximum_KeepsNoMoreEntries()
    {
        SnapshotEntry<bool>[] first = [.. Enumerable.Range(0, 100).Select(Find)];

        // The counter after two billion checks.
        typeof(SnapshotEntries<bool>).GetField("_indexed", BindingFlags.NonPublic | BindingFlags.Instance)!.SetValue(_entries, int.MaxValue);

        Assert.NotSame(Find(100), Find(100));
        Assert.Same(first[99], Find(99));
    }

    private SnapshotEntry<bool> Find(int i) => _entries.Find(new SnapshotKey($"flag-{i}", Ada, origin: null), out _);
}
