using FsCheck;
using FsCheck.Fluent;
using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Tests.Caching.Distributed;

[Trait("Promise", "RS-05")]
public class SharedBreakerFormatTests
{
    private static readonly SharedBreakerMarker Marker =
        new(new Guid("00112233-4455-6677-8899-aabbccddeeff"), DateTimeOffset.FromUnixTimeMilliseconds(1_772_366_400_000));

    [Fact]
    public void Write_OneMarker_KeepsFirstFormat() =>
        Assert.Equal("0100112233445566778899AABBCCDDEEFF0000019CA9450A00", Convert.ToHexString(SharedBreakerFormat.Write([Marker])));

    [Fact]
    public void Read_Written_ReturnsSameMarkers()
    {
        SharedBreakerMarker[] markers = [Marker, Marker with { Instance = Guid.NewGuid() }];

        Assert.Equal(markers, SharedBreakerFormat.Read(SharedBreakerFormat.Write(markers)));
    }

    [Fact]
    public void Write_MoreThanLimit_KeepsFirst()
    {
        SharedBreakerMarker[] markers = [.. Enumerable.Range(0, 40).Select(static _ => Marker with { Instance = Guid.NewGuid() })];

        Assert.Equal(markers[..SharedBreakerFormat.MaxMarkers], SharedBreakerFormat.Read(SharedBreakerFormat.Write(markers)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("0200112233445566778899AABBCCDDEEFF0000019CA9450A00")]
    [InlineData("01001122")]
    [InlineData("0100112233445566778899AABBCCDDEEFFFFFFFFFFFFFFFFFF")]
    [InlineData("0100112233445566778899AABBCCDDEEFF7FFFFFFFFFFFFFFF")]
    public void Read_AnythingElse_IsNoMarkers(string hex) => Assert.Empty(SharedBreakerFormat.Read(Convert.FromHexString(hex)));

    [Fact]
    [Trait("Promise", "SC-03")]
    public void Read_AnyBytes_NeverThrows() => Prop.ForAll<byte[]>(static bytes =>
        SharedBreakerFormat.Read([1, .. bytes]).Count <= SharedBreakerFormat.MaxMarkers).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
