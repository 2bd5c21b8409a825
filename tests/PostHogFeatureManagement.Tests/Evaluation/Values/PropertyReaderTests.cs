using System.Text.Json;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Tests.Evaluation.Values;

/// <summary>A property value equals what System.Text.Json sends and the server reads back (protocol §6.1).</summary>
[Trait("Promise", "EV-03")]
public class PropertyReaderTests
{
    private enum Level
    {
        Low = -3,
        High = 7,
    }

    public static TheoryData<object?> Sent => new()
    {
        "text", "", true, false, 12, -3L, (byte)9, ulong.MaxValue, long.MinValue, 1.5, 1e15, 0.1f, (Half)0.5, 1.25m, Level.High, Level.Low,
        new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTime(2024, 1, 2, 3, 4, 5, 120, DateTimeKind.Unspecified),
        new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Local), new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3.5)),
        new DateOnly(2024, 1, 2), new TimeOnly(10, 20, 30), new TimeOnly(10, 20, 30, 500), Guid.Parse("0198f0c2-5a10-7c35-9a3e-3f1d4f6a7b21"),
        new Uri("https://example.org/a?b=c"), new Uri("/relative", UriKind.Relative), new[] { "a", "b\"\\\u0001é" }, new List<object?> { 1, null, true, "x" },
        new List<int> { 1, 2 }, new long[] { 3 }, new[] { 1.5, 2 }, new[] { true, false }, new List<DateOnly> { new(2024, 1, 2) },
        new byte[] { 1, 2, 3, 4 }, Array.Empty<string>(), new List<List<int>> { new() { 1 }, new() }, (Int128)5,
    };

    [Theory]
    [MemberData(nameof(Sent), DisableDiscoveryEnumeration = true)]
    public void Read_Value_EqualsWhatTheSerializerWrites(object? value)
    {
        JsonElement sent = JsonSerializer.SerializeToElement(value, Relaxed);

        Assert.Equal(Text(sent), Text(value));
        Assert.Equal(sent.ValueKind == JsonValueKind.String ? sent.GetString() : JsonSerializer.Serialize(sent, Relaxed), Text(value));
    }

    [Fact]
    public void Read_TextInAnArray_IsEscapedAsOnTheServer() =>
        Assert.Equal("[\"😀\\n\\u001f/\u007f\"]", Text(new[] { "😀\n\u001f/\u007f" }));

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1.0")]
    [InlineData("1e2", "100.0")]
    [InlineData("1.50", "1.5")]
    [InlineData("-0", "-0.0")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("18446744073709551616", "1.8446744073709552e19")]
    [InlineData("-9223372036854775809", "-9.223372036854776e18")]
    [InlineData("[1, 2.0, \"x\"]", "[1,2.0,\"x\"]")]
    [InlineData("{\"a\": {\"b\": [null]}}", "{\"a\":{\"b\":[null]}}")]
    [InlineData("\"\\u00e9\\n\"", "é\n")]
    public void Read_Json_IsCompactWithNormalizedNumbers(string json, string expected) => Assert.Equal(expected, Text(JsonElement.Parse(json)));

    [Theory]
    [InlineData("1.00", "1.0")]
    [InlineData("79228162514264337593543950335", "7.922816251426434e28")]
    [InlineData("100", "100")]
    public void Read_Decimal_IsReadBackAsTheServerWould(string value, string expected) =>
        Assert.Equal(expected, Text(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Read_ValueWithUncertainServerForm_IsUndecidedButPresent()
    {
        JsonElement value = JsonElement.Parse("""{"b":1,"a":2}""");
        FlagEvaluation equal = Engine.Evaluate(Engine.Condition(Engine.Property("k", "exact", "\"x\"")), Engine.Person(("k", value)));

        Assert.Equal(FlagReason.UnreadableValue, equal.Reason);
        Assert.True(Engine.Match("is_set", "null", value));
    }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Text(object? value)
    {
        var builder = new TextBuilder(stackalloc char[4]);
        Assert.True(PropertyKinds.TryRead(value, out object? known));
        PropertyValue read = PropertyReader.Read(known, ref builder);
        string text = read.Text.ToString();
        Assert.NotEqual(PropertyKind.Unreadable, read.Kind);
        builder.Dispose();
        return text;
    }
}
