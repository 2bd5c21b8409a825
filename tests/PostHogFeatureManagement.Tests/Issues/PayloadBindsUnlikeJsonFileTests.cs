using System.Text.Json;
using Microsoft.Extensions.Configuration;
using PostHogFeatureManagement.FeatureManagement.Features;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A payload bound differently from the same JSON in a configuration file: an empty array was no list, null left the default in place, and a colon in a name
/// was a part of the name.
/// </summary>
[Trait("Promise", "FM-10")]
public sealed class PayloadBindsUnlikeJsonFileTests
{
    [Fact]
    public void Get_EmptyArrayAndNulls_ReplaceDefaults()
    {
        Settings bound = Create("""{"l":[],"s":null,"n":null}""").Get<Settings>()!;

        Assert.Equal([], bound.L!);
        Assert.Null(bound.S);
        Assert.Null(bound.N);
    }

    [Theory]
    [InlineData("""{"a:b":1}""", "a:b", "1")]
    [InlineData("""{"map":{"09:00":"x"}}""", "map:09:00", "x")]
    public void Indexer_ColonInName_IsPath(string payload, string path, string expected)
    {
        IConfigurationSection section = Create(payload);

        Assert.Equal(expected, section[path]);
        Assert.Equal(expected, path.Split(':').Aggregate(section, static (above, key) => above.GetSection(key)).Value);
    }

    private static JsonSection Create(string json) => JsonSection.Create("flag", JsonElement.Parse(json));

    private sealed class Settings
    {
        public IEnumerable<int>? L { get; set; }

        public string? S { get; set; } = "default";

        public int? N { get; set; } = 3;
    }
}
