using System.Text;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Definitions.Compilation;

[Trait("Promise", "EV-07")]
public class DefinitionsCompilerTests
{
    [Theory]
    [InlineData("", "not JSON at line 1, position 1")]
    [InlineData("nope", "not JSON at line 1, position 2")]
    [InlineData("{\n  \"flags\": [}", "not JSON at line 2, position 13")]
    [InlineData("{\"flags\":[]} x", "not JSON at line 1, position 14")]
    [InlineData("{\"flags\":[]", "not JSON at line 1, position 12")]
    [InlineData("[]", "found an array at line 1, position 1")]
    [InlineData("  \"text\"", "found a string at line 1, position 3")]
    [InlineData("{}", "no member of that name")]
    [InlineData("{\"cohorts\":{}}", "no member of that name")]
    [InlineData("{\n\"cohorts\":{},\n \"flags\": {\"a\":1}}", "found an object at line 3, position 11")]
    [InlineData("{\"flags\":null}", "found null at line 1, position 10")]
    [InlineData("{\"flags\":7}", "found a number at line 1, position 10")]
    [InlineData("{\"flags\":[],\"flags\":true}", "found a boolean at line 1, position 21")]
    public void Compile_UnusableDocument_ReportsWhatIsWrongAndWhere(string json, string expected)
    {
        DefinitionsCompilation compilation = Compile(json);

        Assert.Null(compilation.FlagSet);
        Assert.Contains("'flags'", compilation.Error, StringComparison.Ordinal);
        Assert.Contains(expected, compilation.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_ByteOrderMark_IsSkipped()
    {
        byte[] json = [0xEF, 0xBB, 0xBF, .. "{\"flags\":[{\"key\":\"a\"}]}"u8];

        Assert.Equal(1, DefinitionsCompiler.Compile(json, new DefinitionsCompilerOptions()).FlagSet?.Count);
    }

    [Fact]
    public void Compile_SettingsBeforeFlags_AreApplied()
    {
        DefinitionsCompilation compilation = Compile(
            """{"minimal_flag_called_events":true,"group_type_mapping":{"0":"company"},"unknown":[1],"flags":[{"key":"a","active":true,"filters":{"groups":[{}],"aggregation_group_type_index":0}}]}""");

        Assert.True(compilation.FlagSet?.MinimalFlagCalledEvents);
        Assert.Empty(compilation.FlagSet!.Reports);
    }

    [Fact]
    public void Compile_Flag_KeepsTheMetadataForEvents()
    {
        FlagSet set = Compile(
            """
            {"flags":[{"key":"a","id":71,"version":4,"active":true,"has_experiment":false,"filters":{"groups":[{}],"payloads":{"true":"1"},
            "multivariate":{"variants":[{"key":"x","rollout_percentage":100}]}}},{"key":"b"}]}
            """).FlagSet!;

        Assert.Equal(("a", 0, 71L, 4, false, true, true, true), (set[0].Key, set[0].Ordinal, set[0].Id, set[0].Version, set[0].HasExperiment, set[0].IsActive, set[0].HasVariants, set[0].HasPayloads));
        Assert.Equal(("b", 1, null, null, null, false, false, false), (set[1].Key, set[1].Ordinal, set[1].Id, set[1].Version, set[1].HasExperiment, set[1].IsActive, set[1].HasVariants, set[1].HasPayloads));
        Assert.False(set.MinimalFlagCalledEvents);
    }

    [Fact]
    public void Compile_DuplicateKey_KeepsTheFirstAndReportsIt()
    {
        FlagSet set = Compile("""{"flags":[{"key":"a","id":1},{"key":"a","id":2},{"key":"A","id":3}]}""").FlagSet!;

        Assert.Equal(2, set.Count);
        Assert.True(set.TryGetFlag("a", out FlagDefinition? first));
        Assert.Equal(1, first.Id);
        Assert.Equal(LoadProblem.DuplicateFlag, Assert.Single(set.Reports).Problem);
    }

    [Fact]
    public void Compile_DeletedFlag_IsAbsent() =>
        Assert.False(Compile("""{"flags":[{"key":"a","deleted":true,"active":true,"filters":{"groups":[{}]}}]}""").FlagSet!.TryGetFlag("a", out _));

    [Fact]
    public void TryGetFlagIgnoringCase_KeysThatDifferOnlyInCase_ReturnsTheFirst()
    {
        FlagSet set = Compile("""{"flags":[{"key":"Beta"},{"key":"beta"}]}""").FlagSet!;

        Assert.True(set.TryGetFlagIgnoringCase("BETA", out FlagDefinition? flag));
        Assert.Equal("Beta", flag.Key);
        Assert.False(set.TryGetFlag("BETA", out _));
        Assert.False(set.TryGetFlagIgnoringCase("gamma", out _));
    }

    [Fact]
    public void Compile_RandomlyDamagedDocument_NeverThrows()
    {
        byte[] whole = Encoding.UTF8.GetBytes(CompilerSamples.Everything);
        var random = new Random(11);
        int usable = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] damaged = [.. whole];
            for (int hits = random.Next(1, 4); hits > 0; hits--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            FlagSet? set = DefinitionsCompiler.Compile(damaged, new DefinitionsCompilerOptions()).FlagSet;
            if (set is not null)
            {
                usable++;
                Evaluate(set);
            }
        }

        Assert.InRange(usable, 20, 599);
    }

    [Fact]
    public void Compile_EveryPrefixOfADocument_NeverThrows()
    {
        byte[] whole = Encoding.UTF8.GetBytes(CompilerSamples.Everything);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Null(DefinitionsCompiler.Compile(whole.AsMemory(0, length), new DefinitionsCompilerOptions()).FlagSet);
        }

        FlagSet set = DefinitionsCompiler.Compile(whole, new DefinitionsCompilerOptions()).FlagSet!;
        Assert.Empty(set.Reports);
        Evaluate(set);
    }

    private static void Evaluate(FlagSet set)
    {
        var context = new PostHogContext("user-61") { PersonProperties = new Dictionary<string, object?> { ["plan"] = "pro", ["age"] = 20 } };
        Engine.EvaluateAll(set, context);
    }

    private static DefinitionsCompilation Compile(string json) =>
        DefinitionsCompiler.Compile(Encoding.UTF8.GetBytes(json), new DefinitionsCompilerOptions());
}
