using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Parity;

/// <summary>Every parity case has a test, and every intended difference has a row on the page.</summary>
[Trait("Promise", "RS-10")]
public sealed class SeedParityPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Source, "PostHogFeatureManagement", "docs", "seed-parity.md"));

    [Fact]
    public void Cases_P01ToP36_HaveTests()
    {
        string[] tests =
        [
            .. typeof(SeedParityPageTests).Assembly.GetTypes()
                .Where(static type => type.Namespace == typeof(SeedParityPageTests).Namespace)
                .SelectMany(static type => type.GetMethods())
                .Select(static method => method.Name),
        ];

        Assert.All(Enumerable.Range(1, 36), number => Assert.Contains(tests, test => test.StartsWith($"P{number:00}_", StringComparison.Ordinal)));
    }

    [Fact]
    public void Page_Departures_AreAllListed() => Assert.All("abcdefghijklm", letter => Assert.Contains($"| D-{letter} |", Page, StringComparison.Ordinal));
}
