using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PostHogFeatureManagement.FeatureManagement.Features;

namespace PostHogFeatureManagement.Tests.FeatureManagement.Features;

[Trait("Promise", "FM-10")]
public sealed class JsonSectionTests
{
    private const string Payload = """{"color":"teal","sizes":[1,2.5,"x"],"deep":{"on":true,"none":null},"empty":{}}""";

    [Fact]
    public void AsEnumerable_Payload_MatchesJsonFile()
    {
        JsonSection section = Create(Payload);
        IConfigurationSection file = FromFile(Payload);

        Assert.Equal(file.AsEnumerable(makePathsRelative: true).Order(ByKey), section.AsEnumerable(makePathsRelative: true).Order(ByKey));
    }

    [Fact]
    public void Get_ComplexType_Binds()
    {
        Look look = Create(Payload).Get<Look>()!;

        Assert.Equal("teal", look.Color);
        Assert.Equal(["1", "2.5", "x"], look.Sizes);
        Assert.True(look.Deep!.On);
    }

    [Theory]
    [InlineData("42", 42)]
    [InlineData("\"42\"", 42)]
    public void Get_Scalar_Binds(string json, int expected) => Assert.Equal(expected, Create(json).Get<int>());

    [Theory]
    [InlineData("COLOR", "teal")]
    [InlineData("deep:on", "True")]
    [InlineData("sizes:1", "2.5")]
    [InlineData("nothing:here", null)]
    public void Indexer_Path_ReturnsValue(string path, string? expected) => Assert.Equal(expected, Create(Payload)[path]);

    [Fact]
    public void GetSection_MissingPath_DoesNotExist()
    {
        IConfigurationSection missing = Create(Payload).GetSection("deep:nothing");

        Assert.False(missing.Exists());
        Assert.Equal("flag:deep:nothing", missing.Path);
        Assert.Equal("nothing", missing.Key);
    }

    [Theory]
    [Trait("Promise", "FM-20")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("""{"\ud83d":1}""")]
    [InlineData("""{"a":{"\ud83d":"\ud83d"}}""")]
    [InlineData("""["\ud83d"]""")]
    public void Create_StringIsNoText_HasNoValue(string json) =>
        Assert.All(Create(json).AsEnumerable(), static entry => Assert.Null(entry.Value));

    [Fact]
    public void Indexer_Set_Throws() => Assert.Throws<NotSupportedException>(() => Create(Payload)["color"] = "red");

    private static Comparer<KeyValuePair<string, string?>> ByKey { get; } =
        Comparer<KeyValuePair<string, string?>>.Create((left, right) => string.CompareOrdinal(left.Key, right.Key));

    private static JsonSection Create(string json) => JsonSection.Create("flag", JsonDocument.Parse(json).RootElement);

    private static IConfigurationSection FromFile(string json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{"flag":{{json}}}"""));
        return new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("flag");
    }

    private sealed class Look
    {
        public string? Color { get; set; }

        public List<string> Sizes { get; } = [];

        public Depth? Deep { get; set; }
    }

    private sealed class Depth
    {
        public bool On { get; set; }
    }
}
