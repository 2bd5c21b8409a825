namespace PostHogFeatureManagement.Benchmarks.Report;

/// <summary>One row of the budget table.</summary>
internal sealed record ReportLine(string Id, string Measured, string Budget, RowVerdict Verdict)
{
    /// <summary>For a row that the chart shows: the cost as a multiple of the floor.</summary>
    public double? FloorRatio { get; init; }

    public static ReportLine Of(string id, string measured, string budget, bool isMet) => new(id, measured, budget, isMet ? RowVerdict.Met : RowVerdict.Missed);

    public static ReportLine NotMeasured(string id, string budget, string why) => new(id, why, budget, RowVerdict.NotMeasured);

    public override string ToString() => $"{Id,-4}| {Measured} | {Budget} | {Word(Verdict)}";

    private static string Word(RowVerdict verdict) => verdict switch
    {
        RowVerdict.Met => "met",
        RowVerdict.Missed => "MISSED",
        _ => "not measured",
    };
}
