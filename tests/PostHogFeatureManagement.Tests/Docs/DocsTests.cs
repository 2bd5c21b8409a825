using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.FeatureManagement;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>The code in the README and the pages compiles, the settings bind, and the names exist.</summary>
[Trait("Promise", "DX-03")]
public sealed class DocsTests
{
    public static TheoryData<string, int> CSharp => Blocks("csharp");

    public static TheoryData<string, int> Razor => Blocks("razor");

    public static TheoryData<string, int> Json => Blocks("json");

    [Theory]
    [MemberData(nameof(CSharp))]
    public void CSharpBlock_InAnyPage_Compiles(string page, int line) => AssertNone(SnippetCompiler.Compile(Block(page, line).Code));

    [Theory]
    [MemberData(nameof(Razor))]
    public void RazorBlock_InAnyPage_SetsExistingParameters(string page, int line) =>
        AssertNone(SnippetCompiler.Compile(RazorMarkup.ToCSharp(Block(page, line).Code)));

    [Theory]
    [MemberData(nameof(Json))]
    public void JsonBlock_InAnyPage_IsValidConfiguration(string page, int line)
    {
        // The keys are placeholders, which the settings refuse.
        IConfigurationRoot configuration = Configuration(Block(page, line).Code.Replace("_...", "_x", StringComparison.Ordinal));

        string[] sections = [PostHogFeatureManagementOptions.SectionName, "FeatureManagement"];
        Assert.All(configuration.GetChildren(), section => Assert.Contains(section.Key, sections));
        if (configuration.GetSection(PostHogFeatureManagementOptions.SectionName).Exists())
        {
            Assert.NotNull(Bind(configuration));
        }
    }

    [Theory]
    [MemberData(nameof(Json))]
    public void JsonBlock_PostHogFilter_HasExistingParameters(string page, int line)
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
    public void InlineCode_ApiName_Exists() =>
        AssertNone(DocumentationPage.All.Where(static page => !page.IsForMaintainers)
            .SelectMany(static page => page.InlineCode.SelectMany(PublicNames.UnknownIn).Select(name => $"{page.Name}: {name}")));

    [Fact]
    public void InlineCode_SettingName_Exists() =>
        AssertNone(DocumentationPage.All.SelectMany(static page =>
            page.InlineCode.Where(SettingNames.IsUnknownSetting).Select(setting => $"{page.Name}: {setting}")));

    [Fact]
    public void Links_ToFiles_Exist()
    {
        foreach (DocumentationPage page in DocumentationPage.All)
        {
            string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page.Name))!;
            IEnumerable<string> links = page.Links.Where(static link => !link.Contains("://", StringComparison.Ordinal));
            Assert.All(links, link => Assert.True(File.Exists(Path.Combine(folder, link)), $"{page.Name}: {link}"));
        }
    }

    // Shows every problem in full. A collection assertion shows only the start of the first few.
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

    private static CodeBlock Block(string page, int line) =>
        DocumentationPage.All.SelectMany(static known => known.Blocks).Single(block => block.Page == page && block.Line == line);

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
