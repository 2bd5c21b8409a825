using FsCheck;
using FsCheck.Fluent;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "B16")]
public class RemoteSchemaTests
{
    private static readonly CacheHasher Hasher = new(null);
    private static readonly RemoteFlag[] Flags = [.. RemoteFlagSamples.Sixty(1).Flags.Values, .. RemoteFlagSamples.Sixty(2).Flags.Values];

    [Fact]
    public void Extend_AnyOrder_GivesOneId()
    {
        RemoteSchema expected = RemoteSchema.Empty.Extend(Flags);
        RemoteSchema reversed = RemoteSchema.Empty.Extend(Flags.Reverse());
        RemoteSchema oneByOne = Flags.Aggregate(RemoteSchema.Empty, static (schema, flag) => schema.Extend([flag]));

        Assert.Equal(expected.Image(Hasher).Id, reversed.Image(Hasher).Id);
        Assert.Equal(expected.Image(Hasher).Id, oneByOne.Image(Hasher).Id);
    }

    [Fact]
    public void Extend_NewVersionOfAFlag_ForgetsOlderOutcomes()
    {
        RemoteSchema schema = RemoteSchema.Empty
            .Extend([RemoteProbe.On("a") with { Version = 1 }, RemoteProbe.Off("a") with { Version = 1 }])
            .Extend([RemoteProbe.On("a") with { Version = 2 }]);

        Assert.Equal(2, Assert.Single(schema.Outcomes(0).ToArray()).Version);
    }

    [Fact]
    public void Read_Written_IsTheSame()
    {
        RemoteSchema schema = RemoteSchema.Empty.Extend(Flags).Extend([new RemoteFlag("bare", false, null), new RemoteFlag("", true, "ü")]);

        RemoteSchema read = RemoteSchemaWire.Read(RemoteSchemaWire.Write(schema))!;

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
        byte[] bytes = RemoteSchemaWire.Write(RemoteSchema.Empty.Extend(Flags));

        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Null(RemoteSchemaWire.Read(bytes.AsSpan(0, length))));
        Assert.Null(RemoteSchemaWire.Read([.. bytes, 0]));
    }

    [Fact]
    [Trait("Promise", "SC-03")]
    public void Read_Garbage_NeverThrows() => Prop.ForAll<byte[]>(static garbage =>
    {
        RemoteSchemaWire.Read(garbage);
        RemoteSchemaWire.Read([RemoteSchemaWire.FormatVersion, .. garbage]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Promise", "SC-03")]
    public void Read_AnyByteChanged_NeverThrows()
    {
        byte[] bytes = RemoteSchemaWire.Write(RemoteSchema.Empty.Extend(Flags[..8]));
        for (int index = 0; index < bytes.Length; index++)
        {
            foreach (byte change in new byte[] { 1, 0x80, 0xFF })
            {
                byte[] changed = [.. bytes];
                changed[index] ^= change;
                RemoteSchemaWire.Read(changed);
            }
        }
    }

    [Fact]
    [Trait("Promise", "SC-03")]
    public void Read_HugeCounts_AskForNoMoreRoomThanThereIsData()
    {
        byte[] hugeNumber = [RemoteSchemaWire.FormatVersion, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(RemoteSchemaWire.Read(hugeNumber));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Null(RemoteSchemaWire.Read(new byte[RemoteSchemaWire.MaxSize + 1]));
    }

    [Fact]
    public void Number_ManyDeletedFlags_StartsAfreshInsteadOfGrowing()
    {
        var catalog = new RemoteCatalog();
        RemoteSchema schema = RemoteSchema.Empty;
        for (int round = 0; round < 25; round++)
        {
            RemoteFlag[] flags = [.. Enumerable.Range(0, 1000).Select(flag => RemoteProbe.On($"{round}-{flag}"))];
            schema = catalog.Number(flags, out ushort[] numbers);
            Assert.True(schema.TryGet($"{round}-7", numbers, out _));
        }

        Assert.InRange(schema.Count, 1000, 20_000);
    }
}
