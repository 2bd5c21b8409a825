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
    public void Extend_AnyOrder_GivesOneId()
    {
        OutcomeTable expected = OutcomeTable.Empty.Extend(Flags);
        OutcomeTable reversed = OutcomeTable.Empty.Extend(Flags.Reverse());
        OutcomeTable oneByOne = Flags.Aggregate(OutcomeTable.Empty, static (schema, flag) => schema.Extend([flag]));

        Assert.Equal(expected.Image(Hasher).Id, reversed.Image(Hasher).Id);
        Assert.Equal(expected.Image(Hasher).Id, oneByOne.Image(Hasher).Id);
    }

    [Fact]
    public void Extend_NewVersionOfAFlag_ForgetsOlderOutcomes()
    {
        OutcomeTable schema = OutcomeTable.Empty
            .Extend([RemoteProbe.On("a") with { Version = 1 }, RemoteProbe.Off("a") with { Version = 1 }])
            .Extend([RemoteProbe.On("a") with { Version = 2 }]);

        Assert.Equal(2, Assert.Single(schema.Outcomes(0).ToArray()).Version);
    }

    [Fact]
    public void Read_Written_IsTheSame()
    {
        OutcomeTable schema = OutcomeTable.Empty.Extend(Flags).Extend([new RemoteFlag("bare", false, null), new RemoteFlag("", true, "ü")]);

        OutcomeTable read = OutcomeTableCodec.Read(OutcomeTableCodec.Write(schema))!;

        Assert.Equal(schema.Keys, read.Keys);
        for (int ordinal = 0; ordinal < schema.Count; ordinal++)
        {
            Assert.All(schema.Outcomes(ordinal).ToArray().Zip(read.Outcomes(ordinal).ToArray()), pair => Assert.True(RemoteOutcome.AreSame(pair.First, pair.Second)));
        }
    }

    [Fact]
    [Trait("Promise", "SC-03")]
    public void Read_CutAnywhere_IsNone()
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
    public void Read_HugeCounts_AskForNoMoreRoomThanThereIsData()
    {
        byte[] hugeNumber = [OutcomeTableCodec.FormatVersion, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(OutcomeTableCodec.Read(hugeNumber));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Null(OutcomeTableCodec.Read(new byte[OutcomeTableCodec.MaxSize + 1]));
    }

    [Fact]
    public void Number_ManyDeletedFlags_StartsAfreshInsteadOfGrowing()
    {
        var catalog = new OutcomeInterner();
        OutcomeTable schema = OutcomeTable.Empty;
        for (int round = 0; round < 25; round++)
        {
            RemoteFlag[] flags = [.. Enumerable.Range(0, 1000).Select(flag => RemoteProbe.On($"{round}-{flag}"))];
            schema = catalog.Number(flags, out ushort[] numbers);
            Assert.True(schema.TryGet($"{round}-7", numbers, out _));
        }

        Assert.InRange(schema.Count, 1000, 20_000);
    }
}
