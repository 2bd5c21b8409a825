using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Flags.Remote.Storage;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags;

/// <summary>
/// Entries written by released versions stay readable. Fixtures/CacheFormat holds one file per format. Each line is a key and a value in hex, because keys are
/// part of the format.
/// </summary>
[Trait("Promise", "RC-04")]
public class RemoteCacheFormatTests
{
    private static readonly PostHogContext Caller = new("ada")
    {
        DeviceId = "device-1",
        AnonymousDistinctId = "anon-1",
        PersonProperties = new Dictionary<string, object?> { ["plan"] = "team", ["seats"] = 12, ["beta"] = true, ["tags"] = new[] { "a", "b" } },
        Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("acme", new Dictionary<string, object?> { ["region"] = "eu" }) },
    };

    [Fact]
    public async Task GetAsync_EntryInFormat1_IsRead()
    {
        var time = new ManualTimeProvider();
        var backend = new FakeDistributedCache(time);
        foreach (string line in await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures/CacheFormat/1.txt"), TestContext.Current.CancellationToken))
        {
            string[] parts = line.Split(' ');
            backend[parts[0]] = Convert.FromHexString(parts[1]);
        }

        var probe = new RemoteProbe(options => options.Definitions.EvaluationContexts = ["web"], backend, time);
        RemoteAnswer answer = await probe.GetAsync(context: Caller);

        Assert.Empty(probe.Requests);
        AssertSame(Released(), answer);
    }

    [Fact]
    public async Task GetAsync_NewEntry_IsWrittenInFormat1()
    {
        var time = new ManualTimeProvider();
        var backend = new FakeDistributedCache(time);
        var probe = new RemoteProbe(options => options.Definitions.EvaluationContexts = ["web"], backend, time) { Answer = static _ => Released() };
        await probe.GetAsync(context: Caller);
        await Eventually.TrueAsync(() => backend.Keys.Count == 2);

        string[] lines = [.. backend.Keys.Order(StringComparer.Ordinal).Select(key => $"{key} {Convert.ToHexString(backend[key])}")];

        Assert.Equal(await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures/CacheFormat/1.txt"), TestContext.Current.CancellationToken), lines);
    }

    private static FlagsResponse Released() => RemoteProbe.Success(
        new RemoteFlag("checkout", true, "compact")
        {
            Reason = FlagReason.ConditionMatch,
            ConditionIndex = 1,
            ReasonDescription = "Matched condition set 2",
            Id = 5120,
            Version = 9,
            HasExperiment = true,
            Payload = RemoteFlagSamples.Payload("""{"columns":2}"""),
        },
        new RemoteFlag("dark-mode", false, null) { Reason = FlagReason.OutOfRolloutBound, ConditionIndex = 0, Id = 7, Version = 1, HasExperiment = false },
        new RemoteFlag("plain", true, null)) with
    {
        RequestId = "3f6a4f0e-9c6b-4c0e-9f5c-5d0e3b0e7a11",
        EvaluatedAt = 1_767_225_600_123,
        MinimalFlagCalledEvents = true,
        HasErrors = true,
    };

    private static void AssertSame(FlagsResponse expected, RemoteAnswer actual)
    {
        Assert.Equal(expected.RequestId, actual.RequestId);
        Assert.Equal(expected.EvaluatedAt, actual.EvaluatedAt);
        Assert.Equal(expected.MinimalFlagCalledEvents, actual.MinimalFlagCalledEvents);
        Assert.Equal(expected.HasErrors, actual.HasErrors);
        Assert.Equal(expected.Flags.Count, actual.Flags.Count());
        foreach (RemoteFlag flag in expected.Flags.Values)
        {
            Assert.True(actual.TryGet(flag.Key, out RemoteFlag? found));
            Assert.True(RemoteOutcome.AreSame(flag, found), flag.Key);
        }
    }
}
