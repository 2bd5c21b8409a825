using System.Text.Json;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// Half an emoji in a payload, which is valid JSON, made System.Text.Json throw when an endpoint returned the flag's result, and when the payload was read into
/// an object.
/// </summary>
[Trait("Promise", "FM-20")]
[Trait("Promise", "SC-06")]
public sealed class ResultWithHalfAnEmojiUnwritableTests
{
    [Theory]
    [InlineData("""{"title":"Hi \ud83d","text":"Hello \ud83d\ude00","\ud83d":1,"items":["\ud83d","two",1.50]}""", """{"title":null,"text":"Hello \uD83D\uDE00","items":[null,"two",1.50]}""")]
    [InlineData("""{"a":{"\udc00":{"b":1},"c":{}}}""", """{"a":{"c":{}}}""")]
    [InlineData("""["\uD83D"]""", "[null]")]
    [InlineData("""{"title":"\ud83d\ude00","n":1e3}""", """{"title":"\uD83D\uDE00","n":1e3}""")]
    public void Serialize_PayloadHasHalfAnEmoji_OnlyThatStringIsMissing(string payload, string expected)
    {
        var result = new FlagResult(true, null, new FlagPayload(JsonElement.Parse(payload)), FlagReason.ConditionMatch, 0, FlagSource.Local);

        using JsonDocument written = JsonDocument.Parse(JsonSerializer.Serialize(result));

        Assert.Equal(expected, written.RootElement.GetProperty("Payload").GetRawText());
        Assert.NotEqual(JsonValueKind.Undefined, result.Payload!.Value.Deserialize<JsonElement>().ValueKind);
    }
}
