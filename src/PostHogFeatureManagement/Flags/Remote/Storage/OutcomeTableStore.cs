using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// Tables in the distributed cache, each once, under the hash of its content. A lost or changed table is a miss, never another table. The instances that write
/// answers look from time to time whether their table is still there, because the cache may lose it at any time. Thread-safe.
/// </summary>
internal sealed class OutcomeTableStore(
    DistributedStore store,
    CacheHasher hasher,
    string keyPrefix,
    TimeSpan valueLifetime,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>How long after an answer its table may be missing, if the cache lost it.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ExtraLifetime = TimeSpan.FromHours(1);
    private const int MaxKnown = 64;

    private readonly ConcurrentDictionary<UInt128, KnownTable> _known = new();
    private int _hasLoggedTooLarge;

    public CacheHasher Hasher => hasher;

    /// <summary>Makes sure that the table is in the cache, now or soon. False when it is too large.</summary>
    public bool TryKeep(OutcomeTable table)
    {
        EncodedTable encoded = table.Encode(hasher);
        if (encoded.Bytes.Length > OutcomeTableCodec.MaxSize)
        {
            if (Interlocked.Exchange(ref _hasLoggedTooLarge, 1) == 0)
            {
                logger.OutcomeTableTooLarge(encoded.Bytes.Length, OutcomeTableCodec.MaxSize);
            }

            return false;
        }

        KnownTable known = Remember(encoded.Id, table);
        if (known.TryPlanLook())
        {
            _ = LookAsync(known, encoded);
        }

        return true;
    }

    public async ValueTask<OutcomeTable?> GetAsync(UInt128 id, DistributedDeadline deadline, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out KnownTable? known))
        {
            return known.Table;
        }

        byte[]? bytes = await store.GetAsync(KeyText(id), deadline, cancellationToken).ConfigureAwait(false);
        if (bytes is null || bytes.Length > OutcomeTableCodec.MaxSize || EncodedTable.IdOf(bytes, hasher) != id)
        {
            return null;
        }

        OutcomeTable? table = OutcomeTableCodec.Read(bytes);
        return table is null ? null : Remember(id, table).Table;
    }

    public string KeyText(UInt128 id) => string.Concat(
        FormattableString.Invariant($"{keyPrefix}:s{OutcomeTableCodec.FormatVersion}:"),
        System.Buffers.Text.Base64Url.EncodeToString(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in id))));

    private KnownTable Remember(UInt128 id, OutcomeTable table)
    {
        if (_known.TryGetValue(id, out KnownTable? known))
        {
            return known;
        }

        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        return _known.GetOrAdd(id, static (_, table) => new KnownTable(table), table);
    }

    /// <summary>A look follows every answer, so an answer written after a loss gets its table even if no other answer follows.</summary>
    private async Task LookAsync(KnownTable known, EncodedTable encoded)
    {
        if (known.LookedAt is { } lookedAt && LookEvery - time.GetElapsedTime(lookedAt) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, time).ConfigureAwait(false);
        }

        long now = time.GetTimestamp();
        known.BeginLook(now);
        string key = KeyText(encoded.Id);
        if (known.WrittenAt is { } writtenAt && time.GetElapsedTime(writtenAt, now) < RenewAfter)
        {
            byte[]? stored = await store.GetAsync(key, CancellationToken.None).ConfigureAwait(false);
            if (stored.AsSpan().SequenceEqual(encoded.Bytes))
            {
                return;
            }
        }

        known.Written(now);
        if (!await store.SetAsync(key, encoded.Bytes, valueLifetime + ExtraLifetime).ConfigureAwait(false))
        {
            known.WriteFailed();
        }
    }
}
