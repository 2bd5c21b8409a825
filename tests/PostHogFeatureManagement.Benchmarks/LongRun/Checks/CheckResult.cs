namespace PostHogFeatureManagement.Benchmarks.LongRun.Checks;

/// <summary>One line of the verdict.</summary>
/// <param name="Name">What is promised.</param>
/// <param name="IsMet">Whether it holds.</param>
/// <param name="Figures">What was counted or measured.</param>
internal sealed record CheckResult(string Name, bool IsMet, string Figures)
{
    private IReadOnlyCollection<string> Cases { get; init; } = [];

    /// <summary>There must be no findings.</summary>
    public static CheckResult None(string name, Findings findings, string figures) =>
        new(name, findings.Count == 0, FormattableString.Invariant($"{findings.Count} {figures}")) { Cases = findings.First };

    public override string ToString() =>
        string.Join(Environment.NewLine, [$"{(IsMet ? "met   " : "MISSED")} {Name,-34} {Figures}", .. Cases.Select(static one => $"       {one}")]);
}
