using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PostHogFeatureManagement.FeatureManagement.Features;

namespace PostHogFeatureManagement.Tests.FeatureManagement.Features;

[Trait("Promise", "FM-10")]
public sealed class JsonSectionTests
{
    private const string Payload = """{"color":"teal","sizes":[1,2.5,"x"],"deep":{"on":true,"none":null},"empty":{}}""";

    public static TheoryData<string> Payloads =>
    [
        Payload,
        "1",
        "\"text\"",
        "null",
        "true",
        "[]",
        "{}",
        """{"l":[],"s":null,"n":null,"o":{},"e":""}""",
        """{"a:b":1}""",
        """{"map":{"09:00":"x","9:00":"y"}}""",
        """{"a:b":1,"A":{"c":2},"a:C:d":[3]}""",
        """{"a:b":1,"a":"both"}""",
        """{"a":{"x":1},"a":{"y":2}}""",
        """{"":1,"a::b":2,":c":3,"d:":4}""",
        """[[],[null],{},"x",{"b":1,"a":[1,2]}]""",
        """[0,1,2,3,4,5,6,7,8,9,10,11]""",
        """{"b":1,"a":2,"10":3,"9":4}""",
    ];

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Section_AnyPayload_IsAsFromJsonFile(string payload) => AssertSame(FromFile(payload), Create(payload));

    [Fact]
    public void Section_RandomPayloads_AreAsFromJsonFile()
    {
        var random = new Random(20_261_127);
        for (int run = 0; run < 2_000; run++)
        {
            string payload = RandomPayload.Of(random);
            if (TryFromFile(payload) is { } file)
            {
                AssertSame(file, Create(payload));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Get_AnyPayload_BindsAsFromJsonFile(string payload)
    {
        string expected = JsonSerializer.Serialize(FromFile(payload).Get<Defaults>());

        Assert.Equal(expected, JsonSerializer.Serialize(Create(payload).Get<Defaults>()));
    }

    [Fact]
    public void Create_RepeatedValue_FirstCounts() => Assert.Equal("1", Create("""{"a":1,"A":2,"a:b":3,"a":{"b":4}}""")["a"]);

    [Fact]
    public void Create_NameOfColons_IsLeftOut()
    {
        JsonSection section = Create($$"""{"{{new string(':', 100_000)}}":1,"a":2}""");

        Assert.Equal("2", section["a"]);
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

    /// <summary>
    /// Compares what an application can see, through the interfaces and through the framework's class. Of names that differ only in case, either may be seen.
    /// </summary>
    private static void AssertSame(IConfigurationSection expected, IConfigurationSection actual)
    {
        Assert.Equal(Seen(expected), Seen(actual));
        Assert.Equal(SeenByFramework((ConfigurationSection)expected), SeenByFramework((ConfigurationSection)actual));
        foreach ((IConfigurationSection child, IConfigurationSection below) in expected.GetChildren().Zip(actual.GetChildren()))
        {
            AssertSame(child, below);
            AssertSame(child, actual.GetSection(child.Key));
            Assert.Equal(child.Value, actual[child.Key]);
        }
    }

    private static object Seen(IConfigurationSection section) =>
        (Name(section.Key), Name(section.Path), section.Value, section.Exists(), Names(section));

    private static object SeenByFramework(ConfigurationSection section) =>
        (section.TryGetValue(null, out string? value), value, Name(section.Key), Name(section.Path), section.Value, Names(section), section.GetSection("a").Value, section["a"]);

    private static string Names(IConfiguration section) => string.Join('|', section.GetChildren().Select(static child => Name(child.Key)));

    private static string Name(string name) => name.ToUpperInvariant();

    private static IConfigurationSection? TryFromFile(string payload)
    {
        try
        {
            return FromFile(payload);
        }
        catch (FormatException)
        {
            // A file with a repeated value is refused.
            return null;
        }
    }

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

    private sealed class Defaults
    {
        public IEnumerable<int>? L { get; set; }

        public string? S { get; set; } = "default";

        public int? N { get; set; } = 3;

        public Depth? O { get; set; } = new() { On = true };

        public string? E { get; set; } = "default";

        public Dictionary<string, string?> Map { get; } = [];

        public string?[]? Sizes { get; set; } = ["default"];
    }
}
