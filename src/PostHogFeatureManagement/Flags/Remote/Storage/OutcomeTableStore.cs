using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// Tables in the distributed cache, each once, under the hash of its content. A lost or changed table is a miss, never another table. Thread-safe.
/// </summary>
internal sealed class OutcomeTableStore(DistributedStore store, CacheHasher hasher, string keyPrefix, TimeSpan valueLifetime, TimeProvider time)
{
    // A cache that lost its content gets the tables in use back within this time.
    private static readonly TimeSpan RewriteAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ExtraLifetime = TimeSpan.FromHours(1);
    private const int MaxKnown = 64;

    private readonly ConcurrentDictionary<UInt128, OutcomeTable> _known = new();
    private readonly ConcurrentDictionary<UInt128, long> _writtenAt = new();

    public CacheHasher Hasher => hasher;

    /// <summary>Stores the table, and stores it again from time to time. False when it is too large.</summary>
    public bool TryKeep(OutcomeTable table)
    {
        EncodedTable encoded = table.Encode(hasher);
        if (encoded.Bytes.Length > OutcomeTableCodec.MaxSize)
        {
            return false;
        }

        Remember(encoded.Id, table);
        long now = time.GetTimestamp();
        if (!_writtenAt.TryGetValue(encoded.Id, out long writtenAt) || time.GetElapsedTime(writtenAt, now) >= RewriteAfter)
        {
            _writtenAt[encoded.Id] = now;
            _ = WriteAsync(encoded);
        }

        return true;
    }

    public async ValueTask<OutcomeTable?> GetAsync(UInt128 id, DistributedDeadline deadline, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out OutcomeTable? known))
        {
            return known;
        }

        byte[]? bytes = await store.GetAsync(KeyText(id), deadline, cancellationToken).ConfigureAwait(false);
        if (bytes is null || bytes.Length > OutcomeTableCodec.MaxSize || EncodedTable.IdOf(bytes, hasher) != id)
        {
            // The cache may have lost other tables as well, so this instance writes its tables again.
            _writtenAt.Clear();
            return null;
        }

        OutcomeTable? table = OutcomeTableCodec.Read(bytes);
        if (table is not null)
        {
            Remember(id, table);
        }

        return table;
    }

    public string KeyText(UInt128 id) => string.Concat(
        FormattableString.Invariant($"{keyPrefix}:s{OutcomeTableCodec.FormatVersion}:"),
        System.Buffers.Text.Base64Url.EncodeToString(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in id))));

    private void Remember(UInt128 id, OutcomeTable table)
    {
        if (_known.Count >= MaxKnown && !_known.ContainsKey(id))
        {
            _known.Clear();
            _writtenAt.Clear();
        }

        _known[id] = table;
    }

    private async Task WriteAsync(EncodedTable encoded)
    {
        if (!await store.SetAsync(KeyText(encoded.Id), encoded.Bytes, valueLifetime + ExtraLifetime).ConfigureAwait(false))
        {
            _writtenAt.TryRemove(encoded.Id, out _);
        }
    }
}
