namespace PostHogFeatureManagement.Benchmarks.Report;

/// <summary>One row of the budget table.</summary>
internal sealed record ReportLine(string Id, string Measured, string Budget, Verdict Verdict)
{
    public static ReportLine Of(string id, string measured, string budget, bool isMet) => new(id, measured, budget, isMet ? Verdict.Met : Verdict.Missed);

    public static ReportLine NotMeasured(string id, string budget, string why) => new(id, why, budget, Verdict.NotMeasured);

    public override string ToString() => $"{Id,-4}| {Measured} | {Budget} | {Word(Verdict)}";

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Met => "met",
        Verdict.Missed => "MISSED",
        _ => "not measured",
    };
}
