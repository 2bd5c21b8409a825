using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching;

/// <summary>Two instances of an application with the same clock and the same distributed cache.</summary>
internal sealed class DistributedProbe
{
    public DistributedProbe(CacheLifetimes? lifetimes = null, byte otherFormat = 1, string? otherSecret = null)
    {
        Backend = new FakeDistributedCache(Time);
        First = Instance(lifetimes, 1, null);
        Second = Instance(lifetimes, otherFormat, otherSecret);
    }

    public ManualTimeProvider Time { get; } = new();

    public FakeDistributedCache Backend { get; }

    public CacheProbe First { get; }

    public CacheProbe Second { get; }

    public string OnlyKey => Assert.Single(Backend.Keys);

    /// <summary>Puts a value into the first instance and waits until it is in the distributed cache.</summary>
    public async Task PutAsync(string value, string key = "k")
    {
        int sets = Backend.Sets;
        await First.PutAsync(value, key);
        await Eventually.TrueAsync(() => Backend.Sets > sets && Backend.Keys.Count > 0);
    }

    public CacheProbe Instance(CacheLifetimes? lifetimes = null, byte format = 1, string? secret = null)
    {
        lifetimes ??= CacheProbe.Default;
        var store = new DistributedStore(Backend, TimeSpan.FromMilliseconds(250), Time, NullLogger.Instance, ValueCipher.None);
        var level = new DistributedLevel<string>(store, new StringCodec(format), new CacheHasher(secret), "posthog", lifetimes.Longest, Time, NullLogger.Instance);
        return new CacheProbe(lifetimes, distributed: level, time: Time);
    }
}
