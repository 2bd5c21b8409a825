using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests;

/// <summary>A short run of the benchmarks' fuzzer. Definitions, answers, payloads, cookies and cache entries come from outside and may be anything.</summary>
public sealed class FuzzTests
{
    private const int CasesPerSeed = 1_500;

    public static TheoryData<string, int> Runs => new(
        from kind in RandomKinds.All.Keys
        where kind != "patterns"
        from firstSeed in (int[])[1, 600_000_000]
        select (kind, firstSeed));

    [Theory]
    [MemberData(nameof(Runs))]
    [Trait("Promise", "EV-07")]
    [Trait("Promise", "SC-03")]
    public void FindFault_RandomInput_FindsNone(string kind, int firstSeed)
    {
        RandomCheck check = RandomKinds.All[kind]();
        for (int seed = firstSeed; seed < firstSeed + CasesPerSeed; seed++)
        {
            string? fault = check.FindFault(seed);
            Assert.True(fault is null, $"Seed {seed}: {fault}");
        }

        (check as IDisposable)?.Dispose();
    }
}
