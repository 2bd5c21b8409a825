using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// Schemas in the distributed cache, each once, under the hash of its content: a lost or changed one is a miss, never another schema. Safe for concurrent use.
/// </summary>
internal sealed class OutcomeTableStore(DistributedStore store, CacheHasher hasher, string keyPrefix, TimeSpan valueLifetime, TimeProvider time)
{
    // A cache that lost its content gets the schemas in use back within this time.
    private static readonly TimeSpan RewriteAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ExtraLifetime = TimeSpan.FromHours(1);
    private const int MaxKnown = 64;

    private readonly ConcurrentDictionary<UInt128, OutcomeTable> _known = new();
    private readonly ConcurrentDictionary<UInt128, long> _writtenAt = new();

    public CacheHasher Hasher => hasher;

    /// <summary>Sees to it that the schema is stored, now and then again. False when it is too large to be.</summary>
    public bool TryKeep(OutcomeTable schema)
    {
        EncodedTable image = schema.Image(hasher);
        if (image.Bytes.Length > OutcomeTableCodec.MaxSize)
        {
            return false;
        }

        Remember(image.Id, schema);
        long now = time.GetTimestamp();
        if (!_writtenAt.TryGetValue(image.Id, out long writtenAt) || time.GetElapsedTime(writtenAt, now) >= RewriteAfter)
        {
            _writtenAt[image.Id] = now;
            _ = WriteAsync(image);
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
            // Whoever wrote values under it may think it is still there; so may we.
            _writtenAt.Clear();
            return null;
        }

        OutcomeTable? schema = OutcomeTableCodec.Read(bytes);
        if (schema is not null)
        {
            Remember(id, schema);
        }

        return schema;
    }

    public string KeyText(UInt128 id) => string.Concat(
        FormattableString.Invariant($"{keyPrefix}:s{OutcomeTableCodec.FormatVersion}:"),
        System.Buffers.Text.Base64Url.EncodeToString(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in id))));

    private void Remember(UInt128 id, OutcomeTable schema)
    {
        if (_known.Count >= MaxKnown && !_known.ContainsKey(id))
        {
            _known.Clear();
            _writtenAt.Clear();
        }

        _known[id] = schema;
    }

    private async Task WriteAsync(EncodedTable image)
    {
        if (!await store.SetAsync(KeyText(image.Id), image.Bytes, valueLifetime + ExtraLifetime).ConfigureAwait(false))
        {
            _writtenAt.TryRemove(image.Id, out _);
        }
    }
}
