using System.Text.Json;

namespace PostHogFeatureManagement.Tests;

[Trait("Promise", "EV-06")]
public sealed class FlagPayloadTests
{
    [Theory]
    [InlineData("\"{\\\"a\\\":1}\"", "{\"a\":1}")]
    [InlineData("\"42\"", "42")]
    [InlineData("\"null\"", "null")]
    [InlineData("\"false\"", "false")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("0", "0")]
    public void FromWire_Payload_IsParsed(string wire, string expected)
    {
        FlagPayload? payload = FlagPayload.FromWire(JsonElement.Parse(wire), out bool isMalformed);

        Assert.Equal(expected, payload?.Json.GetRawText());
        Assert.False(isMalformed);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void FromWire_EmptyTextOrNull_ReturnsNull(string wire) => Assert.Null(FlagPayload.FromWire(JsonElement.Parse(wire), out _));

    [Fact]
    public void FromWire_TextThatIsNotJson_BecomesAJsonString()
    {
        FlagPayload? payload = FlagPayload.FromWire(JsonElement.Parse("\"plain words\""), out bool isMalformed);

        Assert.Equal("plain words", payload?.Json.GetString());
        Assert.True(isMalformed);
    }

    [Fact]
    public void FromWire_LoneSurrogate_ReturnsNullAndIsMalformed()
    {
        FlagPayload? payload = FlagPayload.FromWire(JsonElement.Parse("\"\\ud800\""), out bool isMalformed);

        Assert.Null(payload);
        Assert.True(isMalformed);
    }
}
