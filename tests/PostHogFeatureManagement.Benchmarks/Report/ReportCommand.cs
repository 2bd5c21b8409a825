using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Chart;
using PostHogFeatureManagement.Benchmarks.Events;
using PostHogFeatureManagement.Benchmarks.HotPaths;
using PostHogFeatureManagement.Benchmarks.Http;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Report;

/// <summary>Prints one line per budget, as soon as it is measured.</summary>
internal static class ReportCommand
{
    private const string SvgOption = "--svg";

    private static readonly IReportRow[] Rows =
    [
        new RolloutFlag(), new PropertyFlag(), new VariantManagerCheck(), new ManagerCheck(), new VariantWithPayload(), new AllFlags(),
        new LocalGate(), new RemoteGate(), new RotatingGate(), new HangingPostHog(), new HangingRedis(),
        new CompileDefinitions(),
        new ExposureBookkeeping(),
        new Unmeasured("B14", "1 poll per interval (Redis); <= 1.2 otherwise", "run the command fleet"),
        new Unmeasured("B15", "<= 1 s (Redis); <= ShareCheckInterval + 1 s otherwise", "run the command fleet"),
        new CachedAnswers(),
        new Unmeasured("B17", "no PostHog call and no wait", "counted by the tests of the start"),
        new RequestSnapshot(),
        new PatternMemory(), new HostilePatterns(), new UnchangedDefinitions(), new UniqueOutcomes(), new EventDelivery(),
    ];

    /// <param name="arguments">The ids of the rows, or none for all. <c>--svg</c> draws the chart of the README as well.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        bool draws = arguments.Contains(SvgOption, StringComparer.Ordinal);
        string[] ids = [.. arguments.Where(static argument => argument != SvgOption)];
        var lines = new List<ReportLine>();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"id  | measured ({Environment.ProcessorCount} cores, .NET {Environment.Version}) | budget | verdict"));
        foreach (IReportRow row in Rows.Where(row => ids.Length == 0 || ids.Contains(row.Id, StringComparer.OrdinalIgnoreCase)))
        {
            ReportLine line = await row.MeasureAsync(new PairedSampler());
            Console.WriteLine(line);
            lines.Add(line);
        }

        if (draws)
        {
            CostChart.Write(lines);
        }

        return lines.Exists(static line => line.Verdict == RowVerdict.Missed) ? 1 : 0;
    }
}
