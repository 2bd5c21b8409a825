namespace PostHogFeatureManagement.Benchmarks.Chart;

/// <summary>The colors of a chart, for one of the two themes that readers use.</summary>
internal sealed record ChartColors(string Name, string Text, string Faint, string Here, string Peer)
{
    public static IReadOnlyList<ChartColors> All { get; } =
    [
        new("light", Text: "#1f2328", Faint: "#d0d7de", Here: "#1a7f37", Peer: "#9a6700"),
        new("dark", Text: "#e6edf3", Faint: "#3d444d", Here: "#3fb950", Peer: "#d29922"),
    ];
}
