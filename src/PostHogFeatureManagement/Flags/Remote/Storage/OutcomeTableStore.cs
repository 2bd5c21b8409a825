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
    long memoryLimit,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>How long after an answer its table may be missing, if the cache lost it.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ExtraLifetime = TimeSpan.FromHours(1);
    private const int MaxKnown = 64;

    private readonly ConcurrentDictionary<UInt128, KnownTable> _known = new();
    private object? _era;
    private long _bytesOfOthers;
    private int _hasLoggedTooLarge;

    /// <summary>Makes sure that this instance's table is in the cache, now or soon. Null when it is too large, else its id.</summary>
    public UInt128? TryKeep(OutcomeTable table)
    {
        EncodedTable? encoded = null;
        if (table.StoredName is not { } name)
        {
            encoded = table.Encode(hasher);
            table.StoredName = name = new StoredTableName(encoded.Id, encoded.Bytes.Length);
        }

        if (name.Size > OutcomeTableCodec.MaxSize)
        {
            ReportTooLarge(name.Size, OutcomeTableCodec.MaxSize);
            return null;
        }

        // Tables of the former era are not written any more, and keeping them would keep the next one from beginning.
        if (!ReferenceEquals(Interlocked.Exchange(ref _era, table.Era), table.Era))
        {
            Forget();
        }

        KnownTable known = Remember(name.Id, table);
        if (known.TryPlanLook())
        {
            _ = LookAsync(known, name.Id, encoded);
        }

        return name.Id;
    }

    /// <summary>Logs, once, that answers are too large for the distributed cache.</summary>
    public void ReportTooLarge(int size, int limit)
    {
        if (Interlocked.Exchange(ref _hasLoggedTooLarge, 1) == 0)
        {
            logger.AnswersTooLarge(size, limit);
        }
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
        return table is null || !TakeRoom(table) ? table : Remember(id, table).Table;
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
            Forget();
        }

        return _known.GetOrAdd(id, static (_, table) => new KnownTable(table), table);
    }

    /// <summary>False when a table of another instance is too large to be kept.</summary>
    private bool TakeRoom(OutcomeTable table)
    {
        if (table.Size > memoryLimit)
        {
            return false;
        }

        if (Interlocked.Add(ref _bytesOfOthers, table.Size) > memoryLimit)
        {
            Forget();
            Interlocked.Add(ref _bytesOfOthers, table.Size);
        }

        return true;
    }

    private void Forget()
    {
        _known.Clear();
        Volatile.Write(ref _bytesOfOthers, 0);
    }

    /// <summary>A look follows every answer, so an answer written after a loss gets its table even if no other answer follows.</summary>
    private async Task LookAsync(KnownTable known, UInt128 id, EncodedTable? encoded)
    {
        if (known.LookedAt is { } lookedAt && LookEvery - time.GetElapsedTime(lookedAt) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, time).ConfigureAwait(false);
        }

        long now = time.GetTimestamp();
        known.BeginLook(now);
        string key = KeyText(id);
        if (known.WrittenAt is { } writtenAt && time.GetElapsedTime(writtenAt, now) < RenewAfter)
        {
            byte[]? stored = await store.GetAsync(key, CancellationToken.None).ConfigureAwait(false);
            if (stored is not null && EncodedTable.IdOf(stored, hasher) == id)
            {
                return;
            }
        }

        known.Written(now);
        byte[] bytes = (encoded ?? known.Table.Encode(hasher)).Bytes;
        if (!await store.SetAsync(key, bytes, valueLifetime + ExtraLifetime).ConfigureAwait(false))
        {
            known.WriteFailed();
        }
    }
}
