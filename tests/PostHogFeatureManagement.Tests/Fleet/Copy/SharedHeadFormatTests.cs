using PostHogFeatureManagement.Fleet.Copy;

namespace PostHogFeatureManagement.Tests.Fleet.Copy;

[Trait("Promise", "DF-12")]
public sealed class SharedHeadFormatTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Hash = new('a', 64);

    private static readonly SharedHead Head = new(7, 3, Time, Time.AddMinutes(5), IsQuotaUsedUp: true, new SharedBodyInfo(Hash, 1234, "W/\"v1\""));

    [Fact]
    public void Read_Written_IsTheSameAndSmall()
    {
        byte[] bytes = SharedHeadFormat.Write(Head);

        Assert.Equal(Head, SharedHeadFormat.Read(bytes));
        Assert.InRange(bytes.Length, 1, 160);
    }

    [Fact]
    public void Read_WithoutBodyTagAndWait_IsTheSame()
    {
        SharedHead bare = Head with { NotBefore = null, IsQuotaUsedUp = false, Body = Head.Body! with { ETag = null } };

        Assert.Equal(bare, SharedHeadFormat.Read(SharedHeadFormat.Write(bare)));
        Assert.Equal(SharedHead.Empty with { NotBefore = Time }, SharedHeadFormat.Read(SharedHeadFormat.Write(SharedHead.Empty with { NotBefore = Time })));
    }

    [Theory]
    [InlineData("\"é\"")]
    [InlineData("\"a\nb\"")]
    public void Write_TagThatIsNoPlainText_IsLeftOut(string tag) =>
        Assert.Null(SharedHeadFormat.Read(SharedHeadFormat.Write(Head with { Body = Head.Body! with { ETag = tag } }))!.Body!.ETag);

    [Fact]
    public void Read_CutOff_IsNull()
    {
        byte[] bytes = SharedHeadFormat.Write(Head with { Body = Head.Body! with { ETag = null } });

        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Null(SharedHeadFormat.Read(bytes.AsSpan(0, length))));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 0xFF)]
    [InlineData(2, 0x20)]
    [InlineData(10, 0xFF)]
    [InlineData(18, 0xFF)]
    [InlineData(18, 0x7F)]
    [InlineData(26, 0x7F)]
    [InlineData(34, 0xFF)]
    public void Read_ImpossibleValue_IsNull(int position, byte value)
    {
        byte[] bytes = SharedHeadFormat.Write(Head);
        bytes[position] = value;

        Assert.Null(SharedHeadFormat.Read(bytes));
    }

    [Fact]
    public void Read_GenerationAboveTheHighest_IsNull()
    {
        Assert.NotNull(SharedHeadFormat.Read(SharedHeadFormat.Write(Head with { Generation = CopyOrder.HighestGeneration })));
        Assert.Null(SharedHeadFormat.Read(SharedHeadFormat.Write(Head with { Generation = CopyOrder.HighestGeneration + 1 })));
        Assert.Null(SharedHeadFormat.Read(SharedHeadFormat.Write(Head with { Generation = 0 })));
        Assert.Null(SharedHeadFormat.Read(SharedHeadFormat.Write(Head with { Body = null })));
    }
}
