using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions.Sources;

[Trait("Promise", "DF-09")]
public sealed class DefinitionsFileFormatTests
{
    private static readonly string Body = "{\n  \"flags\" : [" + Library.Flag("bêta") + "], \"cohorts\":{} }";
    private static readonly string Project = DefinitionsFileFormat.ProjectOf("phc_test");
    private static readonly DateTimeOffset FetchedAt = new(2026, 11, 3, 10, 20, 30, TimeSpan.Zero);

    public static TheoryData<string, string> BrokenFiles => new()
    {
        { "", "is empty" },
        { " \r\n\t", "is empty" },
        { "flags", "is not JSON at line 1" },
        { Body[..^1], "is not JSON at line 2, so it may be cut off" },
        { Body + "}", "is not JSON" },
        { "<html></html>", "is not JSON" },
        { "[]", "has neither a member 'definitions'" },
        { "null", "has neither a member 'definitions'" },
        { "{}", "has neither a member 'definitions'" },
        { Good[..^30], "is not JSON" },
        { Good.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal), "has another format" },
        { Good.Replace("\"format\": 1,", "", StringComparison.Ordinal), "has another format" },
        { Good.Replace("100", "10", StringComparison.Ordinal), "was changed after it was written" },
        { Good.Replace("sha256", "sha", StringComparison.Ordinal), "was changed after it was written" },
    };

    private static string Good => Written(Body).GetAwaiter().GetResult();

    [Fact]
    public async Task Read_WrittenFile_HasTheSameBytesAndFacts()
    {
        StoredDefinitions? read = Read(await Written(Body), out string? problem);

        Assert.Null(problem);
        Assert.Equal(Body, Encoding.UTF8.GetString(read!.Content.Body.Span));
        Assert.Equal((7, Project, "W/\"a\\b\"", FetchedAt), (read.Generation, read.Project, read.Content.ETag, read.Content.FetchedAt));
        Assert.Equal(DefinitionsContent.HashOf(Encoding.UTF8.GetBytes(Body)), read.Content.Hash);
    }

    /// <summary>Such a generation cannot be published.</summary>
    [Theory]
    [InlineData("-1")]
    [InlineData("9007199254740993")]
    [InlineData("1e300")]
    public void Read_ImpossibleGeneration_IsNone(string generation)
    {
        StoredDefinitions? read = Read(Good.Replace("\"generation\": 7", $"\"generation\": {generation}", StringComparison.Ordinal), out _);

        Assert.Equal(0, read!.Generation);
    }

    [Fact]
    public async Task WriteAsync_Always_IsOneJsonDocumentWithoutTheToken()
    {
        string file = await Written("\uFEFF" + Body + "\r\n");

        JsonElement json = JsonElement.Parse(file);
        Assert.Equal(["bêta"], json.GetProperty("definitions").GetProperty("flags").EnumerateArray().Select(flag => flag.GetProperty("key").GetString()));
        Assert.DoesNotContain("phc_", file, StringComparison.Ordinal);
        Assert.NotNull(Read(file, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [Trait("Promise", "EV-07")]
    public void Read_ResponseOfPostHog_IsReadWithoutFacts(string mark)
    {
        StoredDefinitions? read = Read(mark + Body + "\n", out string? problem);

        Assert.Null(problem);
        Assert.Equal((0, null, null, null), (read!.Generation, read.Project, read.Content.ETag, read.Content.FetchedAt));
        Assert.Equal(Body, Encoding.UTF8.GetString(read.Content.Body.Span));
    }

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void Read_BrokenFile_SaysWhatIsWrong(string file, string expected)
    {
        Assert.Null(Read(file, out string? problem));

        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FactsOfOtherTypes_AreMissing()
    {
        string file = (await Written(Body)).Replace("\"generation\": 7", "\"generation\": \"seven\"", StringComparison.Ordinal)
            .Replace("\"2026", "\"the year 2026", StringComparison.Ordinal);

        StoredDefinitions? read = Read(file, out _);

        Assert.Equal((0, null), (read!.Generation, read.Content.FetchedAt));
    }

    private static StoredDefinitions? Read(string file, out string? problem) => DefinitionsFileFormat.Read(Encoding.UTF8.GetBytes(file), out problem);

    private static async Task<string> Written(string body)
    {
        using var stream = new MemoryStream();
        var content = DefinitionsContent.Of(Encoding.UTF8.GetBytes(body), "W/\"a\\b\"", FetchedAt);
        await DefinitionsFileFormat.WriteAsync(stream, new StoredDefinitions(content, Generation: 7, Project), TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
