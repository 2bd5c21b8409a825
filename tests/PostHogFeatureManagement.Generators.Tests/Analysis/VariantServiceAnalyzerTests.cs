using PostHogFeatureManagement.Generators.Analysis;
using PostHogFeatureManagement.Generators.Tests.Support;

namespace PostHogFeatureManagement.Generators.Tests.Analysis;

[Trait("Promise", "DX-06")]
public sealed class VariantServiceAnalyzerTests
{
    private const string Services =
        """
        interface IHeadline { }
        [VariantServiceAlias("Bold")] class First : IHeadline { }
        class Plain : IHeadline { }
        """;

    [Fact]
    public Task Analyze_AliasThatIsNoVariant_IsReported() => Check.CodeAsync<VariantServiceAnalyzer>(
        Services + """
        [VariantServiceAlias("loud")] class Second : IHeadline { }
        void Run(IFeatureManagementBuilder builder) => builder.WithVariantService<IHeadline>({|PHFM012:"headline"|});
        """);

    [Fact]
    public Task Analyze_AliasInAnyCase_IsNotReported() => Check.CodeAsync<VariantServiceAnalyzer>(
        Services + """
        void Run(IFeatureManagementBuilder builder) => builder.WithVariantService<IHeadline>(Flags.Headline);
        """);
}
