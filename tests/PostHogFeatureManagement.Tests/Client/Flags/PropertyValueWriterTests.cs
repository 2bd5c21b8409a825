using System.Buffers;
using System.Collections;
using System.Text.Json;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Tests.Client.Flags;

[Trait("Promise", "RC-01")]
public class PropertyValueWriterTests
{
    public static TheoryData<object?> Supported =>
    [
        new TheoryDataRow<object?>(null), "text", string.Empty, "quote\" back\\ line\n é 😀", true, false,
        (byte)1, (sbyte)-1, (short)-2, (ushort)2, 3, 3u, -4L, ulong.MaxValue, Int128.MinValue, UInt128.MaxValue,
        1.5f, 0.1, 1e300, (Half)0.5, 12.340m,
        new DateTime(2026, 3, 1, 12, 30, 0, DateTimeKind.Utc), new DateTime(2026, 3, 1, 12, 30, 0, 120, DateTimeKind.Unspecified),
        new DateTimeOffset(2026, 3, 1, 12, 30, 0, TimeSpan.FromHours(2)), new DateOnly(2026, 3, 1), new TimeOnly(9, 5, 0), new TimeOnly(9, 5, 0, 250),
        new Guid("11111111-2222-3333-4444-555555555555"), DayOfWeek.Friday, Wide.Top, new Uri("https://example.org/a b"), new Uri("/relative", UriKind.Relative),
        new[] { "a", "b" }, new List<int> { 1, 2 }, new object?[] { 1, "a", null, new[] { true } }, new byte[] { 1, 2, 3 }, Array.Empty<string>(), new Queue<int>([1]), new HashSet<string> { "a" },
        JsonElement.Parse("""{"a":[1,2.50,"x"]}"""), JsonElement.Parse("null"),
    ];

    public static TheoryData<object> Unsupported =>
    [
        double.NaN, float.PositiveInfinity, Half.NaN, new object(), new Dictionary<string, int> { ["a"] = 1 }, default(JsonElement), TimeSpan.FromSeconds(1),
        new object[] { 1, new object(), "a" }, JsonElement.Parse("1e999"), JsonElement.Parse("[\"\\ud800\"]"), Cyclic(),
    ];

    [Theory]
    [MemberData(nameof(Supported), DisableDiscoveryEnumeration = true)]
    public void WriteMembers_SupportedValue_MatchesSystemTextJson(object? value)
    {
        string expected = JsonSerializer.Serialize(new Dictionary<string, object?> { ["p"] = value });

        string written = Write(value);

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(written)), written);
        Assert.Equal(JsonElement.Parse(expected).GetProperty("p").ValueKind, JsonElement.Parse(written).GetProperty("p").ValueKind);
    }

    [Theory]
    [MemberData(nameof(Unsupported), DisableDiscoveryEnumeration = true)]
    public void WriteMembers_UnsupportedValue_IsLeftOut(object value) => Assert.Equal("{}", Write(value));

    [Fact]
    public void WriteMembers_LoneSurrogate_IsReplaced() => Assert.Equal("\uFFFD", JsonElement.Parse(Write("\ud800")).GetProperty("p").GetString());

    private static string Write(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, FlagsRequestWriter.WriterOptions);
        writer.WriteStartObject();
        PropertyValueWriter.WriteMembers(writer, PropertyBag.Of(new Dictionary<string, object?> { ["p"] = value }).Known);
        writer.WriteEndObject();
        writer.Flush();
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static ArrayList Cyclic()
    {
        var list = new ArrayList { 1 };
        list.Add(list);
        return list;
    }

    private enum Wide : ulong
    {
        Top = ulong.MaxValue,
    }
}
