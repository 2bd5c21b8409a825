using FsCheck;
using FsCheck.Fluent;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Tests.Flags.Remote.Storage;

[Trait("Promise", "B16")]
public class OutcomeTableTests
{
    private static readonly CacheHasher Hasher = new(null);
    private static readonly RemoteFlag[] Flags = [.. RemoteFlagSamples.Sixty(1).Flags.Values, .. RemoteFlagSamples.Sixty(2).Flags.Values];

    [Fact]
    public void Extend_AnyOrder_ReturnsSameId()
    {
        OutcomeTable expected = OutcomeTable.Empty.Extend(Flags);
        OutcomeTable reversed = OutcomeTable.Empty.Extend(Flags.Reverse());
        OutcomeTable oneByOne = Flags.Aggregate(OutcomeTable.Empty, static (table, flag) => table.Extend([flag]));

        Assert.Equal(expected.Encode(Hasher).Id, reversed.Encode(Hasher).Id);
        Assert.Equal(expected.Encode(Hasher).Id, oneByOne.Encode(Hasher).Id);
    }

    [Fact]
    public void Extend_NewVersionOfFlag_ForgetsOlderOutcomes()
    {
        OutcomeTable table = OutcomeTable.Empty
            .Extend([RemoteProbe.On("a") with { Version = 1 }, RemoteProbe.Off("a") with { Version = 1 }])
            .Extend([RemoteProbe.On("a") with { Version = 2 }]);

        Assert.Equal(2, Assert.Single(table.Outcomes(0).ToArray()).Version);
    }

    [Fact]
    public void Read_Written_ReturnsSameTable()
    {
        OutcomeTable table = OutcomeTable.Empty.Extend(Flags).Extend([new RemoteFlag("bare", false, null), new RemoteFlag("", true, "ü")]);

        OutcomeTable read = OutcomeTableCodec.Read(OutcomeTableCodec.Write(table))!;

        Assert.Equal(table.Keys, read.Keys);
        for (int ordinal = 0; ordinal < table.Count; ordinal++)
        {
            Assert.All(table.Outcomes(ordinal).ToArray().Zip(read.Outcomes(ordinal).ToArray()), pair => Assert.True(RemoteOutcome.AreSame(pair.First, pair.Second)));
        }
    }

    [Fact]
    [Trait("Promise", "SC-03")]
    public void Read_Truncated_ReturnsNull()
    {
        byte[] bytes = OutcomeTableCodec.Write(OutcomeTable.Empty.Extend(Flags));

        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Null(OutcomeTableCodec.Read(bytes.AsSpan(0, length))));
        Assert.Null(OutcomeTableCodec.Read([.. bytes, 0]));
    }

    [Fact]
    [Trait("Promise", "SC-03")]
    public void Read_Garbage_NeverThrows() => Prop.ForAll<byte[]>(static garbage =>
    {
        OutcomeTableCodec.Read(garbage);
        OutcomeTableCodec.Read([OutcomeTableCodec.FormatVersion, .. garbage]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Promise", "SC-03")]
    public void Read_AnyByteChanged_NeverThrows()
    {
        byte[] bytes = OutcomeTableCodec.Write(OutcomeTable.Empty.Extend(Flags[..8]));
        for (int index = 0; index < bytes.Length; index++)
        {
            foreach (byte change in new byte[] { 1, 0x80, 0xFF })
            {
                byte[] changed = [.. bytes];
                changed[index] ^= change;
                OutcomeTableCodec.Read(changed);
            }
        }
    }

    [Fact]
    [Trait("Promise", "SC-03")]
    public void Read_HugeCounts_AllocateNoMoreThanData()
    {
        byte[] hugeNumber = [OutcomeTableCodec.FormatVersion, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(OutcomeTableCodec.Read(hugeNumber));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Null(OutcomeTableCodec.Read(new byte[OutcomeTableCodec.MaxSize + 1]));
    }
}
