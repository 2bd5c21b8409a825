using System.Text;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Evaluation.Properties;

/// <summary>A short run of the fuzzer that the benchmarks run a million times.</summary>
public sealed class FuzzTests
{
    private const int CasesPerSeed = 1_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2_000_000)]
    [InlineData(40_000_000)]
    [InlineData(600_000_000)]
    [Trait("Promise", "EV-07")]
    public void CompileAndEvaluate_DamagedDocuments_NeverThrow(int firstSeed)
    {
        var check = new RandomCaseCheck(new ManualTimeProvider());
        for (int seed = firstSeed; seed < firstSeed + CasesPerSeed; seed++)
        {
            RandomCase drawn = RandomCase.Draw(seed);
            string? fault = check.FindFault(drawn);
            Assert.True(fault is null, $"Seed {seed}: {fault}{Environment.NewLine}{Encoding.UTF8.GetString(drawn.Document)}");
        }
    }
}
