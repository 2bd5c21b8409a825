using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Matchers.Patterns;
using PostHogFeatureManagement.Tests.Evaluation;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A matcher was built for every condition with a regular expression, although hundreds share a few patterns, and each took half a megabyte and
/// milliseconds. Now equal patterns are one, and building one takes time and memory proportional to its text, up to a limit.
/// </summary>
[Trait("Promise", "EV-07")]
public sealed class EqualPatternsBuiltForEachConditionTests
{
    private const int Conditions = 500;

    [Fact]
    public void Pattern_SameText_IsCompiledOnce()
    {
        var state = new CompilationState(new DefinitionsCompilerOptions());

        Assert.Same(state.Pattern("^a+$"), state.Pattern("^a+$"));
    }

    [Fact]
    public void Compile_ManyPatterns_TakesLittleMemory()
    {
        string conditions = string.Join(',', Enumerable.Range(0, Conditions).Select(number =>
            $$"""{"properties":[{{Engine.Property("email", "regex", $"\"^\\\\w+@team-{number}\\\\.example\\\\.(com|org)$\"")}}]}"""));
        string flag = Engine.Flag($$"""{"groups":[{{conditions}}]}""");
        Engine.Compile(flag);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Engine.Compile(flag);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Conditions * 20_000L);
    }

    [Theory]
    [InlineData("x{1000}{", 10_001)]
    [InlineData("((x{100}){100}){2}", 18)]
    [InlineData("\\w{500}", 7)]
    [InlineData("(?:(?:(?:(?:){1000}){1000}){1000}){1000}", 40)]
    public void Compile_OversizedPattern_IsLeftToTheServerAndSaysHowLarge(string pattern, int length)
    {
        pattern = pattern.PadRight(length, 'x');
        FlagSet set = Engine.Compile(Engine.Flag(Engine.Condition(Engine.Property("k", "regex", JsonSerializer.Serialize(pattern)))));

        Assert.Equal(FlagReason.UnreadableValue, Engine.Evaluate(set, Engine.Person(("k", "x"))).Reason);
        LoadReport report = Assert.Single(set.Reports);
        Assert.Equal(LoadProblem.UnsupportedPattern, report.Problem);
        Assert.Contains($"it has {length} characters", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ClassesThatTakeLongToWorkOut_IsTooLarge()
    {
        string pattern = string.Concat(Enumerable.Range(0, 1_000).Select(number => $"[\\w&&[^\\u{{{number + 0x4E00:X}}}]]"));

        Assert.Equal(PatternVerdict.TooLarge, CompiledPattern.Of(pattern).Verdict);
    }
}
