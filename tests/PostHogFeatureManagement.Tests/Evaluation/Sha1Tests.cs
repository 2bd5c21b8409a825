using System.Buffers.Binary;
using System.Security.Cryptography;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

[Trait("Promise", "EV-01")]
public class Sha1Tests
{
    private const int Seed = 20260415;

    [Fact]
    public void Top64_EveryLengthUpTo300_EqualsTheFrameworksHash()
    {
        var random = new Random(Seed);
        for (int length = 0; length <= 300; length++)
        {
            byte[] message = new byte[length];
            random.NextBytes(message);

            Assert.Equal(Expected(message), Sha1.Top64(message));
        }
    }

    [Fact]
    public void Top64_LongMessages_EqualsTheFrameworksHash()
    {
        var random = new Random(Seed);
        for (int i = 0; i < 200; i++)
        {
            byte[] message = new byte[random.Next(301, 20_000)];
            random.NextBytes(message);

            Assert.Equal(Expected(message), Sha1.Top64(message));
        }
    }

    [Fact]
    public void Top64InPlace_EveryLengthOfOneBlock_EqualsTheFrameworksHash()
    {
        var random = new Random(Seed);
        for (int length = 0; length <= Sha1.SingleBlockLength; length++)
        {
            byte[] message = new byte[length];
            random.NextBytes(message);
            byte[] block = new byte[Sha1.BlockSize];
            message.CopyTo(block, 0);

            Assert.Equal(Expected(message), Sha1.Top64InPlace(block, length));
        }
    }

#pragma warning disable CA5350 // PostHog's bucketing uses SHA-1. The framework's implementation is the reference.
    private static ulong Expected(byte[] message) => BinaryPrimitives.ReadUInt64BigEndian(SHA1.HashData(message));
#pragma warning restore CA5350

    [Fact]
    public void Top64OfLanes_EightMessages_EqualsEachAlone()
    {
        byte[] blocks = new byte[Sha1.Lanes * Sha1.BlockSize];
        ulong[] expected = new ulong[Sha1.Lanes];
        for (int lane = 0; lane < Sha1.Lanes; lane++)
        {
            byte[] message = [.. Enumerable.Range(lane, lane * Sha1.SingleBlockLength / (Sha1.Lanes - 1)).Select(static number => (byte)(number * 37))];
            expected[lane] = Sha1.Top64(message);
            Span<byte> block = blocks.AsSpan(lane * Sha1.BlockSize, Sha1.BlockSize);
            message.CopyTo(block);
            Sha1.End(block, message.Length);
        }

        ulong[] tops = new ulong[Sha1.Lanes];
        Sha1.Top64OfLanes(blocks, tops);

        Assert.Equal(expected, tops);
    }
}
