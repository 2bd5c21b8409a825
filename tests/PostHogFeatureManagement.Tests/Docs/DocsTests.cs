using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.FeatureManagement;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>What the README and the pages show compiles, binds and exists.</summary>
[Trait("Promise", "DX-03")]
public sealed class DocsTests
{
    public static TheoryData<string, int> CSharp => Blocks("csharp");

    public static TheoryData<string, int> Razor => Blocks("razor");

    public static TheoryData<string, int> Json => Blocks("json");

    [Theory]
    [MemberData(nameof(CSharp))]
    public void CSharpBlock_Compiles(string page, int line) => AssertNone(SnippetCompiler.Compile(Block(page, line).Code));

    [Theory]
    [MemberData(nameof(Razor))]
    public void RazorBlock_SetsParametersThatExist(string page, int line) => AssertNone(SnippetCompiler.Compile(RazorMarkup.ToCSharp(Block(page, line).Code)));

    [Theory]
    [MemberData(nameof(Json))]
    public void JsonBlock_IsValidConfiguration(string page, int line)
    {
        IConfigurationRoot configuration = Configuration(Block(page, line).Code);

        Assert.All(configuration.GetChildren(), static section => Assert.Contains(section.Key, new[] { PostHogFeatureManagementOptions.SectionName, "FeatureManagement" }));
        if (configuration.GetSection(PostHogFeatureManagementOptions.SectionName).Exists())
        {
            Assert.NotNull(Bind(configuration));
        }
    }

    [Theory]
    [MemberData(nameof(Json))]
    public void JsonBlock_PostHogFilter_HasParametersThatExist(string page, int line)
    {
        string[] known = [.. typeof(PostHogFilterSettings).GetProperties().Select(static property => property.Name)];

        IEnumerable<string> parameters = Configuration(Block(page, line).Code).GetSection("FeatureManagement").GetChildren()
            .SelectMany(static flag => flag.GetSection("EnabledFor").GetChildren())
            .Where(static filter => filter["Name"] == "PostHog")
            .SelectMany(static filter => filter.GetSection("Parameters").GetChildren())
            .Select(static parameter => parameter.Key);

        Assert.All(parameters, parameter => Assert.Contains(parameter, known));
    }

    [Fact]
    public void InlineCode_NamesApisThatExist() => AssertNone(DocumentationPage.All.SelectMany(static page => page.InlineCode.SelectMany(PublicNames.UnknownIn).Select(name => $"{page.Name}: {name}")));

    [Fact]
    public void InlineCode_NamesSettingsThatExist() => AssertNone(DocumentationPage.All.SelectMany(static page => page.InlineCode.Where(SettingNames.IsUnknownSetting).Select(setting => $"{page.Name}: {setting}")));

    [Fact]
    public void Links_LeadToFiles()
    {
        foreach (DocumentationPage page in DocumentationPage.All)
        {
            string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page.Name))!;
            Assert.All(page.Links.Where(static link => !link.Contains("://", StringComparison.Ordinal)), link => Assert.True(File.Exists(Path.Combine(folder, link)), $"{page.Name}: {link}"));
        }
    }

    // All of them at full length; a collection's assertion would show the beginnings of a few.
    private static void AssertNone(IEnumerable<string> problems)
    {
        string text = string.Join('\n', problems);
        Assert.True(text.Length == 0, text);
    }

    private static PostHogFeatureManagementOptions Bind(IConfiguration configuration)
    {
        using ServiceProvider services = new ServiceCollection().AddSingleton(configuration).AddPostHogOptions(section: null).BuildServiceProvider();
        return services.GetRequiredService<IOptions<PostHogFeatureManagementOptions>>().Value;
    }

    private static IConfigurationRoot Configuration(string json)
    {
        using JsonDocument strict = JsonDocument.Parse(json);
        return new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
    }

    private static CodeBlock Block(string page, int line) => DocumentationPage.All.SelectMany(static known => known.Blocks).Single(block => block.Page == page && block.Line == line);

    private static TheoryData<string, int> Blocks(string language)
    {
        var data = new TheoryData<string, int>();
        foreach (CodeBlock block in DocumentationPage.All.SelectMany(static page => page.Blocks).Where(block => block.Language == language))
        {
            data.Add(block.Page, block.Line);
        }

        return data;
    }
}
