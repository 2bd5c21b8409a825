using System.Buffers.Binary;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Fleet.Storage;

namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>
/// The one copy of the definitions that instances share: a small head, and the body under its hash. The body is written first, so it is there when the head is,
/// unless the storage does not take it. With <c>Cache:Encrypt</c> the body is encrypted; the head tells nothing about people. Nothing throws. Not for parallel
/// publications of one instance.
/// </summary>
internal sealed class SharedCopy(FleetStorage storage, FleetScope scope, ValueCipher cipher, TimeSpan failSafeFor, [LibraryClock] TimeProvider time)
{
    private static readonly TimeSpan ShortestLife = TimeSpan.FromDays(1);

    private readonly FleetSeal _head = scope.Definitions("head");
    private readonly string _channel = scope.Definitions("news").Name;
    private readonly TimeSpan _life = failSafeFor > ShortestLife ? failSafeFor : ShortestLife;
    private (string Hash, long At)? _lastWrite;

    /// <summary>One small read.</summary>
    public async Task<HeadLook> LookAsync(CancellationToken cancellationToken)
    {
        StoredValue? read = await storage.ReadAsync(_head.Name, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = read?.Now ?? time.GetUtcNow();
        if (read is not { } value)
        {
            return new HeadLook(HeadState.Unavailable, null, null, now);
        }

        SharedHead? head = value.Bytes is null ? null : SharedHeadFormat.Read(_head.Open(value.Bytes).Span);
        HeadState state = value.Bytes is null ? HeadState.Absent : head is null ? HeadState.Unreadable : HeadState.Present;
        return new HeadLook(state, head, value.Bytes, now);
    }

    /// <summary>The definitions as PostHog sent them; null when they are missing, torn, encrypted with unknown keys or too slow to come.</summary>
    public async Task<byte[]?> ReadAsync(SharedBodyInfo body, CancellationToken cancellationToken)
    {
        FleetSeal seal = SealOf(body);
        StoredValue? read = await storage.ReadAsync(seal.Name, cancellationToken).ConfigureAwait(false);
        return Unpack(seal, read?.Bytes, body, out _);
    }

    /// <summary>Makes sure that the body is there and is what it should be, and prolongs its life now and then.</summary>
    public async Task<BodyState> KeepAsync(SharedBodyInfo body, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        FleetSeal seal = SealOf(body);
        StoredValue? read = await storage.ReadAsync(seal.Name, cancellationToken).ConfigureAwait(false);
        if (read is not { } stored)
        {
            return BodyState.Unknown;
        }

        bool isOthers = Unpack(seal, stored.Bytes, body, out bool isGood) is null && isGood;
        if (isOthers || (isGood && _lastWrite is { } last && last.Hash == body.Hash && time.GetElapsedTime(last.At) < _life / 8))
        {
            return BodyState.Good;
        }

        if (SharedBodyFormat.Write(content.Span, cipher) is not { } packed)
        {
            return BodyState.Unknown;
        }

        byte[] bytes = seal.Close(packed);
        if (bytes.Length > storage.MaxValueSize)
        {
            return BodyState.TooLarge;
        }

        ReplaceOutcome outcome = await storage.ReplaceAsync(seal.Name, stored.Bytes, bytes, _life, cancellationToken).ConfigureAwait(false);
        if (outcome == ReplaceOutcome.Unknown)
        {
            return BodyState.Unknown;
        }

        // If another instance was faster, it wrote the same body.
        _lastWrite = (body.Hash, time.GetTimestamp());
        return isGood ? BodyState.Good : BodyState.Written;
    }

    /// <summary>Replaces the head as it was at a look.</summary>
    public Task<ReplaceOutcome> WriteAsync(HeadLook expected, SharedHead head, CancellationToken cancellationToken) =>
        storage.ReplaceAsync(_head.Name, expected.Bytes, _head.Close(SharedHeadFormat.Write(head)), _life, cancellationToken);

    /// <summary>Whether this instance hears at once what others publish. If not, this asks for it.</summary>
    /// <param name="heard">Called with the generation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<bool> ListenAsync(Action<long> heard, CancellationToken cancellationToken) => storage.ListenAsync(
        _channel,
        message => heard(message.Length < sizeof(long) ? 0 : BinaryPrimitives.ReadInt64BigEndian(message)),
        cancellationToken);

    /// <summary>Tells the others what was published.</summary>
    public Task AnnounceAsync(SharedHead head, CancellationToken cancellationToken)
    {
        byte[] hash = Convert.FromHexString(head.Body?.Hash ?? string.Empty);
        byte[] message = new byte[sizeof(long) + hash.Length];
        BinaryPrimitives.WriteInt64BigEndian(message, head.Generation);
        hash.CopyTo(message, sizeof(long));
        return storage.AnnounceAsync(_channel, message, cancellationToken);
    }

    private FleetSeal SealOf(SharedBodyInfo body) => scope.Definitions("body:" + body.Hash);

    private byte[]? Unpack(FleetSeal seal, byte[]? bytes, SharedBodyInfo body, out bool isGood) =>
        SharedBodyFormat.Read(seal.Open(bytes).Span, body, cipher, out isGood);
}
