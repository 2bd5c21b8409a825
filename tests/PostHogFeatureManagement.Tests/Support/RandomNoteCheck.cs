using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Fleet;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Notes of other instances keep a circuit open for one break at most, whatever they say.</summary>
internal sealed class RandomNoteCheck : RandomCheck
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset[] Times = [DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, TimeProvider.System.GetUtcNow().AddSeconds(30)];

    protected override string? FindFault(RandomTrial trial)
    {
        Random random = trial.Random;
        var self = new Guid(random.Next(), 1, 1, new byte[8]);
        PostHogCacheOptions options = random.Percent(50) ? new() : new() { KeySecret = "secret" };
        var seal = new FleetScope(new PostHogProject("https://us.i.posthog.com", "phc_random"), options).CircuitNotes;
        byte[] notes = SharedBreakerFormat.Write(random.Many(0, 40, () => new SharedBreakerNote(
            random.Percent(20) ? self : new Guid(random.Next(5), 2, 2, new byte[8]),
            random.Pick(Times))));
        byte[] entry = seal.Close(random.Percent(60) ? new RandomBytes(random).Damage(notes) : notes);
        entry = random.Percent(20) ? new RandomBytes(random).Damage(entry) : entry;
        trial.Documents.Add(entry);
        return trial.Take(entry.Length, () => Follow(self, seal, entry));
    }

    private static string? Follow(Guid self, FleetSeal seal, byte[] entry)
    {
        var cache = new RandomStore();
        cache.Set(seal.Name, entry);
        var store = new SharedBreakerStore(new DistributedStore(cache, TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger.Instance, ValueCipher.None), seal, TimeProvider.System);
        IReadOnlyList<SharedBreakerNote> notes = store.ReadAsync(CancellationToken.None).GetAwaiter().GetResult();
        TimeSpan? remaining = new PeerPolicy(self, Break, TimeProvider.System).Decide(notes, isHealthyHere: false, default);
        if (remaining is { } time && (time <= TimeSpan.Zero || time > Break))
        {
            return $"The circuit would stay open for {time}.";
        }

        var own = new SharedBreakerNote(self, TimeProvider.System.GetUtcNow() + Break);
        store.PutAsync(own, CancellationToken.None).GetAwaiter().GetResult();
        IReadOnlyList<SharedBreakerNote> written = SharedBreakerFormat.Read(seal.Open(cache.Get(seal.Name)).Span);
        return written.Count is 0 or > SharedBreakerFormat.MaxNotes || written[0].Instance != self ? $"{written.Count} notes are left, and this instance's is not the first." : null;
    }
}
