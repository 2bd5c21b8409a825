using FsCheck;
using FsCheck.Fluent;
using PostHogFeatureManagement.Fleet;

namespace PostHogFeatureManagement.Tests.Fleet;

[Trait("Promise", "RS-05")]
public class SharedBreakerFormatTests
{
    private static readonly SharedBreakerNote Note =
        new(new Guid("00112233-4455-6677-8899-aabbccddeeff"), DateTimeOffset.FromUnixTimeMilliseconds(1_772_366_400_000));

    [Fact]
    public void Write_OneNote_KeepsFirstFormat() =>
        Assert.Equal("0100112233445566778899AABBCCDDEEFF0000019CA9450A00", Convert.ToHexString(SharedBreakerFormat.Write([Note])));

    [Fact]
    public void Read_Written_ReturnsSameNotes()
    {
        SharedBreakerNote[] notes = [Note, Note with { Instance = Guid.NewGuid() }];

        Assert.Equal(notes, SharedBreakerFormat.Read(SharedBreakerFormat.Write(notes)));
    }

    [Fact]
    public void Write_MoreThanLimit_KeepsFirst()
    {
        SharedBreakerNote[] notes = [.. Enumerable.Range(0, 40).Select(static _ => Note with { Instance = Guid.NewGuid() })];

        Assert.Equal(notes[..SharedBreakerFormat.MaxNotes], SharedBreakerFormat.Read(SharedBreakerFormat.Write(notes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("0200112233445566778899AABBCCDDEEFF0000019CA9450A00")]
    [InlineData("01001122")]
    [InlineData("0100112233445566778899AABBCCDDEEFFFFFFFFFFFFFFFFFF")]
    [InlineData("0100112233445566778899AABBCCDDEEFF7FFFFFFFFFFFFFFF")]
    public void Read_AnythingElse_IsNoNotes(string hex) => Assert.Empty(SharedBreakerFormat.Read(Convert.FromHexString(hex)));

    [Fact]
    [Trait("Promise", "SC-03")]
    public void Read_AnyBytes_NeverThrows() => Prop.ForAll<byte[]>(static bytes =>
        SharedBreakerFormat.Read([1, .. bytes]).Count <= SharedBreakerFormat.MaxNotes).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
