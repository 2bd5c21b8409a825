using PostHogFeatureManagement.Generators.Analysis;
using PostHogFeatureManagement.Generators.Tests.Support;

namespace PostHogFeatureManagement.Generators.Tests.Analysis;

[Trait("Promise", "DX-06")]
public sealed class GateOrderAnalyzerTests
{
    [Theory]
    [InlineData("""app.UseForFeature({|PHFM015:"headline"|}, branch => { }); app.UseAuthentication();""")]
    [InlineData("""app.UseMiddlewareForFeature<Application>({|PHFM015:Flags.Headline|}).UseAuthentication();""")]
    [InlineData("""app.{|PHFM015:UsePostHogGates|}(); app.UseAuthentication();""")]
    [InlineData("""app.UsePostHog().{|PHFM015:UsePostHogGates|}().UseAuthentication();""")]
    public Task Analyze_GateBeforeAuthentication_IsReported(string code) =>
        Check.CodeAsync<GateOrderAnalyzer>($"void Run(IApplicationBuilder app) {{ {code} }}");

    [Theory]
    [InlineData("""app.UseAuthentication(); app.UseForFeature("headline", branch => { });""")]
    [InlineData("""app.UseAuthentication().UseForFeature("headline", branch => { });""")]
    [InlineData("""app.UseForFeature("headline", branch => { });""")]
    [InlineData("""app.UseForFeature("headline", branch => branch.UseAuthentication());""")]
    [InlineData("""app.UseForFeature("shipped", branch => { }); app.UseAuthentication();""")]
    [InlineData("""app.UseForFeature("for-companies", branch => { }); app.UseAuthentication();""")]
    [InlineData("""app.UsePostHog().UseAuthentication().UsePostHogGates();""")]
    [InlineData("""app.UsePostHogGates();""")]
    public Task Analyze_OtherOrder_IsNotReported(string code) =>
        Check.CodeAsync<GateOrderAnalyzer>($"void Run(IApplicationBuilder app) {{ {code} }}");
}
