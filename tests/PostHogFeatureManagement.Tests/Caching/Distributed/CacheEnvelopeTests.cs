using FsCheck;
using FsCheck.Fluent;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Tests.Caching.Distributed;

[Trait("Promise", "SC-03")]
public class CacheEnvelopeTests
{
    private static readonly CacheKey Key = CacheProbe.Key("k");
    private static readonly DateTimeOffset CreatedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly CacheEnvelope _envelope = new(new CacheHasher(null), 1);
    private readonly byte[] _sealed;

    public CacheEnvelopeTests() => _sealed = _envelope.Seal(Key, "value", CreatedAt, isBrief: true, new StringCodec())!;

    [Fact]
    public void TryOpen_Sealed_ReturnsEverything()
    {
        Assert.True(_envelope.TryOpen(Key, _sealed, out DateTimeOffset createdAt, out bool isBrief, out ReadOnlyMemory<byte> body));
        Assert.Equal(CreatedAt, createdAt);
        Assert.True(isBrief);
        Assert.Equal("value"u8, body.Span);
        Assert.Equal(1, _sealed[0]);
    }

    [Fact]
    public void TryOpen_UnderAnotherKey_IsRefused() => Assert.False(Opens(_sealed, key: CacheProbe.Key("other")));

    [Fact]
    public void TryOpen_AnotherVersion_IsRefused()
    {
        var other = new CacheEnvelope(new CacheHasher(null), 2);

        Assert.False(other.TryOpen(Key, _sealed, out _, out _, out _));
    }

    [Fact]
    public void TryOpen_AnyByteChanged_IsRefused()
    {
        for (int index = 0; index < _sealed.Length; index++)
        {
            byte[] changed = [.. _sealed];
            changed[index] ^= 0x10;
            Assert.False(Opens(changed), $"byte {index}");
        }
    }

    [Fact]
    public void TryOpen_AnyLengthChanged_IsRefused()
    {
        for (int length = 0; length < _sealed.Length; length++)
        {
            Assert.False(Opens(_sealed[..length]), $"length {length}");
        }

        Assert.False(Opens([.. _sealed, 0]));
    }

    [Fact]
    public void TryOpen_Garbage_IsRefused() =>
        Prop.ForAll<byte[]>(garbage => !Opens(garbage ?? [])).QuickCheckThrowOnFailure();

    [Fact]
    public void TryOpen_TooLarge_IsRefused()
    {
        Assert.Null(_envelope.Seal(Key, new string('x', CacheEnvelope.MaxSize), CreatedAt, false, new StringCodec()));
        Assert.False(Opens(new byte[CacheEnvelope.MaxSize + 1]));
    }

    [Fact]
    public void TryOpen_SealedWithoutTheSecret_IsRefused()
    {
        var secret = new CacheEnvelope(new CacheHasher("secret"), 1);

        Assert.False(secret.TryOpen(Key, _sealed, out _, out _, out _));
        byte[] kept = secret.Seal(Key, "value", CreatedAt, false, new StringCodec())!;
        Assert.True(secret.TryOpen(Key, kept, out _, out _, out _));
        Assert.False(Opens(kept));
    }

    private bool Opens(byte[] data, CacheKey? key = null) => _envelope.TryOpen(key ?? Key, data, out _, out _, out _);
}
