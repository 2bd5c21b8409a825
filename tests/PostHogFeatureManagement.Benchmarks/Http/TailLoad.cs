using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// Compares the slowest requests of two applications in turn. A control runs against the baseline's application in the same rounds: how far it is from the
/// baseline shows what the machine alone adds, because the 99th percentile is measured by the wall clock.
/// </summary>
internal sealed class TailLoad
{
    public const string Budget = "<= 1.2 ×";

    private const int Rounds = 41;
    private const double Limit = 1.2;
    private const double Quiet = 1.1;

    private readonly LoadResult[][] _rounds;

    private TailLoad(LoadResult[][] rounds) => _rounds = rounds;

    private double Ratio => RatioToBaseline(0);

    private double Control => RatioToBaseline(2);

    private double P99Milliseconds => Samples.Median(_rounds.Select(static round => round[0].P99.TotalMilliseconds));

    private double Microseconds(int load) => Samples.Median(_rounds.Select(round => round[load].AppMicroseconds));

    private int Failures => _rounds.Sum(static round => round[0].Failures);

    private bool IsQuiet => Control is < Quiet and > 1 / Quiet;

    public static async Task<TailLoad> RunAsync(Load subject, Load baseline, Load control) =>
        new(await LoadRounds.RunAsync(Rounds, subject, baseline, control));

    /// <summary>A ratio over the limit counts only when the machine was quiet.</summary>
    public ReportLine Line(string id, string remark)
    {
        string measured = string.Create(
            CultureInfo.InvariantCulture,
            $"p99 {Ratio:0.00} × healthy ({P99Milliseconds:0.00} ms, {Microseconds(0):0} and {Microseconds(1):0} us of processor time, {Failures} not 200); "
            + $"healthy against itself {Control:0.00} ×{(IsQuiet ? string.Empty : ": the machine was not quiet")}; {remark}");
        return Ratio > Limit && Failures == 0 && !IsQuiet
            ? ReportLine.NotMeasured(id, Budget, measured)
            : ReportLine.Of(id, measured, Budget, Ratio <= Limit && Failures == 0);
    }

    private double RatioToBaseline(int load) => Samples.Median(_rounds.Select(round => round[load].P99 / round[1].P99));
}
