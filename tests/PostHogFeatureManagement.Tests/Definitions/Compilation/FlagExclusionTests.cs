using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Definitions.Compilation;

[Trait("Promise", "EV-15")]
public class FlagExclusionTests
{
    [Theory]
    [InlineData("server", "\"client\"", true)]
    [InlineData("server", "\"server\"", false)]
    [InlineData("server", "\"all\"", false)]
    [InlineData("server", "null", false)]
    [InlineData("client", "\"server\"", true)]
    [InlineData("client", "\"client\"", false)]
    [InlineData("all", "\"client\"", false)]
    [InlineData("all", "\"server\"", false)]
    public void IsExcluded_Runtime_ExcludesFlagsForTheOtherRuntime(string own, string wanted, bool expected) =>
        Assert.Equal(expected, IsExcluded($$""","evaluation_runtime":{{wanted}}""", new DefinitionsCompilerOptions { EvaluationRuntime = own }));

    [Theory]
    [InlineData(""","evaluation_contexts":["a"]""", false)]
    [InlineData(""","evaluation_contexts":["x","b"]""", false)]
    [InlineData(""","evaluation_contexts":["x"]""", true)]
    [InlineData(""","evaluation_contexts":["A"]""", true)]
    [InlineData(""","evaluation_contexts":[]""", false)]
    [InlineData(""","evaluation_contexts":null""", false)]
    [InlineData(""","evaluation_tags":["x"]""", true)]
    [InlineData(""","evaluation_tags":["a"]""", false)]
    [InlineData("", false)]
    public void IsExcluded_Contexts_KeepsFlagsThatShareAContext(string member, bool expected)
    {
        Assert.Equal(expected, IsExcluded(member, new DefinitionsCompilerOptions { EvaluationContexts = ["a", "b"] }));
        Assert.False(IsExcluded(member, new DefinitionsCompilerOptions()));
    }

    [Theory]
    [InlineData("\"server\"", true)]
    [InlineData("\"client\"", false)]
    [InlineData("\"all\"", false)]
    [InlineData("null", false)]
    [InlineData("7", false)]
    public void IsServerOnly_Runtime_IsWhatBrowsersNeverGet(string wanted, bool expected) =>
        Assert.Equal(expected, Engine.Compile(Engine.Flag("""{"groups":[{}]}""", rest: $$""","evaluation_runtime":{{wanted}}"""))[0].IsServerOnly);

    private static bool IsExcluded(string member, DefinitionsCompilerOptions options) =>
        Engine.Compile(Engine.Flag("""{"groups":[{}]}""", rest: member), options: options)[0].IsExcluded;
}
