using PostHogFeatureManagement.Generators.Analysis;
using PostHogFeatureManagement.Generators.CodeFixes;
using PostHogFeatureManagement.Generators.Tests.Support;

namespace PostHogFeatureManagement.Generators.Tests.CodeFixes;

[Trait("Promise", "DX-06")]
public sealed class FeatureNameFixTests
{
    [Theory]
    [InlineData("""[FeatureGate({|PHFM010:"new-chekout"|})] void Run() { }""", "[FeatureGate(Flags.NewCheckout)] void Run() { }")]
    [InlineData("""[FeatureGate({|PHFM011:"Headline"|})] void Run() { }""", "[FeatureGate(Flags.Headline)] void Run() { }")]
    [InlineData("""[FeatureGate({|PHFM013:"headline"|})] void Run() { }""", "[FeatureGate(Flags.Headline)] void Run() { }")]
    public Task Fix_Name_UsesTheConstant(string code, string fixedCode) => Check.FixAsync<FeatureNameAnalyzer, FeatureNameFix>(code, fixedCode);
}
