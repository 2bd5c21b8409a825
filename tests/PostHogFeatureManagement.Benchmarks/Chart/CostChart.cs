using PostHogFeatureManagement.Benchmarks.Report;

namespace PostHogFeatureManagement.Benchmarks.Chart;

/// <summary>What a check costs: this library as just measured, and PostHog's own integration.</summary>
internal static class CostChart
{
    private const string Folder = "src/PostHogFeatureManagement/docs/images";

    /// <summary>
    /// The multiples of PostHog's packages (PostHog 2.13.3, PostHog.AspNetCore 2.8.4), measured in November 2026 in one process with this library and the floor.
    /// </summary>
    private static readonly (string Id, string Label, double Peer)[] Groups =
    [
        ("B3", "IVariantFeatureManager.IsEnabledAsync", 11),
        ("B4", "IFeatureManager.IsEnabledAsync", 37),
        ("B5", "GetVariantAsync with a payload", 13),
    ];

    public static void Write(IReadOnlyCollection<ReportLine> lines)
    {
        ChartGroup[] groups =
        [
            .. from known in Groups
               join line in lines on known.Id equals line.Id
               where line.FloorRatio is not null
               select new ChartGroup(known.Label, line.FloorRatio!.Value, known.Peer),
        ];
        if (groups.Length < Groups.Length)
        {
            Console.Error.WriteLine($"The chart needs the rows {string.Join(", ", Groups.Select(static group => group.Id))}.");
            return;
        }

        Directory.CreateDirectory(Folder);
        foreach (ChartColors colors in ChartColors.All)
        {
            string file = Path.Combine(Folder, $"check-cost-{colors.Name}.svg");
            File.WriteAllText(file, CostDrawing.Draw(groups, colors));
            Console.WriteLine(file);
        }
    }
}
