using PostHogFeatureManagement.Generators.Analysis;
using PostHogFeatureManagement.Generators.Tests.Support;

namespace PostHogFeatureManagement.Generators.Tests.Analysis;

[Trait("Promise", "DX-06")]
public sealed class FeatureNameAnalyzerTests
{
    /// <summary>Every way to name a feature in code.</summary>
    [Theory]
    [InlineData("""[FeatureGate({|PHFM010:"nope"|})] void Run() { }""")]
    [InlineData("""[FeatureGate(RequirementType.Any, Flags.Headline, {|PHFM010:"nope"|})] void Run() { }""")]
    [InlineData("""[FeatureGate(true, {|PHFM010:"nope"|})] void Run() { }""")]
    [InlineData("""enum Names { Nope } [FeatureGate({|PHFM010:Names.Nope|})] void Run() { }""")]
    [InlineData("""void Run(IEndpointConventionBuilder app) => app.WithFeatureGate({|PHFM010:"nope"|});""")]
    [InlineData("""void Run(RouteHandlerBuilder app) => app.RequireFeature({|PHFM010:"nope"|});""")]
    [InlineData("""void Run(IApplicationBuilder app) => app.UseForFeature({|PHFM010:"nope"|}, branch => { });""")]
    [InlineData("""class M { } void Run(IApplicationBuilder app) => app.UseMiddlewareForFeature<M>({|PHFM010:"nope"|});""")]
    [InlineData("""void Run(IFeatureManagementBuilder app) => app.WithVariantService<Application>({|PHFM010:"nope"|});""")]
    [InlineData("""void Run(MvcOptions mvc) => mvc.Filters.AddForFeature<Microsoft.AspNetCore.Mvc.Filters.IAsyncActionFilter>({|PHFM010:"nope"|});""")]
    [InlineData("""Task<bool> Run(IFeatureManager features) => features.IsEnabledAsync({|PHFM010:"nope"|});""")]
    [InlineData("""Task<bool> Run(IFeatureManagerSnapshot features) => features.IsEnabledAsync({|PHFM010:"nope"|}, new object());""")]
    [InlineData("""ValueTask<bool> Run(IVariantFeatureManager features) => features.IsEnabledAsync({|PHFM010:"nope"|});""")]
    [InlineData("""ValueTask<Variant> Run(IVariantFeatureManagerSnapshot features) => features.GetVariantAsync({|PHFM010:"nope"|});""")]
    [InlineData("""Task<bool> Run(FeatureManager features) => features.IsEnabledAsync({|PHFM010:"nope"|});""")]
    [InlineData("""ValueTask<FlagResult> Run(IPostHogFlags flags) => flags.GetFlagAsync({|PHFM010:"nope"|});""")]
    [InlineData("""ValueTask<FlagResult> Run(IPostHogFlags flags) => flags.GetFlagAsync({|PHFM010:"nope"|}, new PostHogContext("u"));""")]
    [InlineData("""const string Name = "nope"; Task<bool> Run(IFeatureManager features) => features.IsEnabledAsync({|PHFM010:Name|});""")]
    [InlineData("""Task<bool> Run(IFeatureManager features, bool b) => features.IsEnabledAsync(b ? {|PHFM010:"nope"|} : Flags.Headline);""")]
    public Task Analyze_UnknownName_IsReported(string code) => Check.CodeAsync<FeatureNameAnalyzer>(code);

    [Theory]
    [InlineData("""Task<bool> Run(IFeatureManager features) => features.IsEnabledAsync(Flags.NewCheckout);""")]
    [InlineData("""Task<bool> Run(IFeatureManager features, string name) => features.IsEnabledAsync(name);""")]
    [InlineData("""Task<bool> Run(IFeatureManager features) => features.IsEnabledAsync("configured");""")]
    [InlineData("""Task<bool> Run(IFeatureManager features) => features.IsEnabledAsync("CONFIGURED");""")]
    [InlineData("""Task<bool> Run(IFeatureManager features) => features.IsEnabledAsync("in-the-other-schema");""")]
    [InlineData("""Task<bool> Run(IFeatureManager features) => features.IsEnabledAsync("");""")]
    [InlineData("""Task<bool> IsEnabledAsync(string feature) => Task.FromResult(true); Task<bool> Run() => IsEnabledAsync("nope");""")]
    [InlineData("""[System.Obsolete("nope")] void Run() { }""")]
    public Task Analyze_KnownNameOrOtherText_IsNotReported(string code) => Check.CodeAsync<FeatureNameAnalyzer>(
        code,
        (TestConfig.Configuration, """
            {
              // Comments are fine.
              "FeatureManagement": { "configured": true },
              "feature_management": { "feature_flags": [ { "id": "in-the-other-schema", "enabled": false } ] },
            }
            """));

    [Fact]
    public Task Analyze_WithoutFlags_ReportsNothing() =>
        Check.WithoutFlagsAsync<FeatureNameAnalyzer>("""[FeatureGate("nope")] void Run() { }""");

    [Fact]
    public Task Analyze_OtherCase_IsReported() =>
        Check.CodeAsync<FeatureNameAnalyzer>("""[FeatureGate({|PHFM011:"New-Checkout"|})] void Run() { }""");

    [Fact]
    public Task Analyze_OtherCaseThatIsConfigured_IsNotReported() => Check.CodeAsync<FeatureNameAnalyzer>(
        """[FeatureGate("New-Checkout")] void Run() { }""",
        (TestConfig.Configuration, """{ "FeatureManagement:New-Checkout": true }"""));

    [Fact]
    public Task Analyze_LiteralOfAConstant_IsReported() =>
        Check.CodeAsync<FeatureNameAnalyzer>("""[FeatureGate({|PHFM013:"new-checkout"|})] void Run() { }""");

    [Theory]
    [InlineData("Task<bool> Run(IFeatureManager features) => features.IsEnabledAsync({|PHFM014:Flags.Shipped|});")]
    [InlineData("ValueTask<bool> Run(IVariantFeatureManager features) => features.{|PHFM014:IsAbandonedEnabledAsync|}();")]
    public Task Analyze_FlagThatIsTheSameForEveryone_IsReported(string code) => Check.CodeAsync<FeatureNameAnalyzer>(code);

    [Fact]
    public Task Analyze_ConstantAddedByHand_IsKnown() => Check.CodeAsync<FeatureNameAnalyzer>(
        """
        Task<bool> Run(IFeatureManager features) => features.IsEnabledAsync(Flags.Legacy);
        }
        namespace App
        {
            public static partial class Flags { public const string Legacy = "legacy"; }
        """);
}
