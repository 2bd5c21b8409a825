namespace PostHogFeatureManagement.Tests.Docs;

/// <summary>The documentation checks find the mistakes they exist for.</summary>
[Trait("Promise", "DX-03")]
public sealed class DocsRulesTests
{
    [Theory]
    [InlineData("using Microsoft.FeatureManagement;\n\nWebApplication.CreateBuilder(args).Services.AddFeatureManagement().AddPostHog();")]
    [InlineData("builder.Services.AddFeatureManagement().AddPostHog();")]
    [InlineData("[FeatureGate(\"beta\")]\npublic IActionResult Beta() => View();")]
    [InlineData("using (PostHogContext.BeginScope(new PostHogContext(\"customer-17\")))\n{\n    await features.IsEnabledAsync(\"beta\");\n}")]
    public void Compile_ValidCode_HasNoProblems(string code) => Assert.Empty(SnippetCompiler.Compile(code));

    [Theory]
    [InlineData("WebApplication.CreateBuilder(args).Services.AddFeatureManagement().AddPostHog();", "using System.Text;")]
    [InlineData("builder.Services.AddFeatureManagement().AddPosthog();", "")]
    [InlineData("builder.Services.AddFeatureManagement().AddPostHog(options => options.Client.Patience = TimeSpan.Zero);", "")]
    [InlineData("[FeatureGateway(\"beta\")]\npublic IActionResult Beta() => View();", "")]
    [InlineData("string color = (await features.GetVariantAsync(\"price-color\")).Configuration[\"color\"];", "")]
    public void Compile_InvalidCode_HasProblems(string code, string import) => Assert.NotEmpty(SnippetCompiler.Compile($"{import}\n{code}"));

    [Theory]
    [InlineData("<PostHogFeature Naem=\"beta\"/>")]
    [InlineData("<PostHogFeature Requirement=\"RequirementType.Some\"/>")]
    [InlineData("<PostHogFeature Name=\"beta\"><Otherwise/></PostHogFeature>")]
    [InlineData("<PostHogFlag Name=\"beta\"/>")]
    public void Compile_InvalidMarkup_HasProblems(string markup) => Assert.NotEmpty(SnippetCompiler.Compile(RazorMarkup.ToCSharp(markup)));

    [Theory]
    [InlineData("app.UsePosthog()", "UsePosthog")]
    [InlineData("RequireFeatures(…)", "RequireFeatures")]
    [InlineData("WithPostHogCaller<T>()", "WithPostHogCaller")]
    [InlineData("IPostHogFlag", "IPostHogFlag")]
    [InlineData("PostHogEmulator.Address", "PostHogEmulator.Address")]
    public void UnknownIn_UnknownName_ReturnsIt(string code, string name) => Assert.Equal([name], PublicNames.UnknownIn(code));

    [Theory]
    [InlineData("Cache:FailSaveFor")]
    [InlineData("PostHog:Hosturi")]
    [InlineData("Identity:GroupClaim:company")]
    public void IsUnknownSetting_UnknownSetting_ReturnsTrue(string path) => Assert.True(SettingNames.IsUnknownSetting(path));
}
