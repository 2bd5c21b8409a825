using PostHogFeatureManagement.Generators.Analysis;
using PostHogFeatureManagement.Generators.CodeFixes;
using PostHogFeatureManagement.Generators.Tests.Support;

namespace PostHogFeatureManagement.Generators.Tests.CodeFixes;

[Trait("Promise", "DX-06")]
public sealed class ConstantFlagFixTests
{
    [Theory]
    [InlineData("if (await f.IsEnabledAsync({|PHFM014:Flags.Shipped|})) { A(); B(); } else { C(); }", "A(); B();")]
    [InlineData("if (await f.IsEnabledAsync({|PHFM014:Flags.Abandoned|})) { A(); } else { C(); }", "C();")]
    [InlineData("if (!await f.IsEnabledAsync({|PHFM014:Flags.Shipped|}).ConfigureAwait(false)) A(); else C();", "C();")]
    [InlineData("B();\n        if (await f.{|PHFM014:IsAbandonedEnabledAsync|}()) { A(); }", "B();")]
    [InlineData("if (x) A(); else if (await f.IsEnabledAsync({|PHFM014:Flags.Abandoned|})) B();", "if (x) A();")]
    [InlineData("if (await f.IsEnabledAsync({|PHFM014:Flags.Shipped|})) { var a = 1; A(a); }", "{ var a = 1; A(a); }")]
    [InlineData("A(await f.IsEnabledAsync({|PHFM014:Flags.Shipped|}) ? 1 : 2);", "A(1);")]
    public Task Fix_Decision_KeepsTheLiveBranch(string code, string fixedCode) =>
        Check.FixAsync<FeatureNameAnalyzer, ConstantFlagFix>(Method(code), Method(fixedCode));

    [Theory]
    [InlineData("if (x && await f.IsEnabledAsync({|PHFM014:Flags.Shipped|})) { A(); }")]
    [InlineData("x = await f.IsEnabledAsync({|PHFM014:Flags.Shipped|});")]
    public Task Fix_OtherUse_IsNotOffered(string code) => Check.FixAsync<FeatureNameAnalyzer, ConstantFlagFix>(Method(code), Method(code));

    private static string Method(string code) =>
        $$"""
            void A(int value = 0) { }
            void B() { }
            void C() { }
            async Task Run(IVariantFeatureManager f, bool x)
            {
                {{code}}
                await Task.Yield();
            }
        """;
}
