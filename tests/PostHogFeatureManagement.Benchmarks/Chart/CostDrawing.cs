using System.Globalization;
using System.Text;

namespace PostHogFeatureManagement.Benchmarks.Chart;

/// <summary>
/// Draws the chart as SVG. The axis is logarithmic and the bars begin at 1, the cost of Microsoft.FeatureManagement alone: bars to the left are faster, bars to
/// the right are slower.
/// </summary>
internal static class CostDrawing
{
    private const int Width = 760;
    private const int Left = 40;
    private const int Right = 720;
    private const int Top = 64;
    private const int GroupHeight = 66;
    private const int BarHeight = 16;
    private const double Lowest = 0.25;
    private const double Highest = 64;

    public static string Draw(IReadOnlyList<ChartGroup> groups, ChartColors colors)
    {
        int bottom = Top + groups.Count * GroupHeight;
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {bottom + 52}" role="img" font-family="system-ui, sans-serif" font-size="13">""");
        Line(svg, $"<title>What a check costs, as a multiple of Microsoft.FeatureManagement alone: {Summary(groups)}</title>");
        Line(svg, $"""<text x="{Left}" y="22" font-size="16" font-weight="600" fill="{colors.Text}">What a check costs (Microsoft.FeatureManagement alone = 1)</text>""");
        Legend(svg, Left, colors.Here, "this library", colors);
        Legend(svg, Left + 110, colors.Peer, "PostHog's own integration", colors);
        for (double tick = Lowest; tick <= Highest; tick *= 2)
        {
            Line(svg, $"""<line x1="{X(tick)}" x2="{X(tick)}" y1="{Top}" y2="{bottom}" stroke="{(tick == 1 ? colors.Text : colors.Faint)}"/>""");
            Line(svg, $"""<text x="{X(tick)}" y="{bottom + 18}" text-anchor="middle" fill="{colors.Text}">{tick}</text>""");
        }

        for (int i = 0; i < groups.Count; i++)
        {
            Group(svg, groups[i], Top + i * GroupHeight, colors);
        }

        Line(svg, $"""<text x="{Left}" y="{bottom + 42}" fill="{colors.Text}">&#8592; faster than Microsoft.FeatureManagement alone · slower &#8594; · logarithmic axis</text>""");
        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Group(StringBuilder svg, ChartGroup group, int top, ChartColors colors)
    {
        Line(svg, $"""<text x="{X(1) + 8}" y="{top + 18}" font-weight="600" fill="{colors.Text}">{group.Label}</text>""");
        Bar(svg, group.Here, top + 24, colors.Here, colors);
        Bar(svg, group.Peer, top + 24 + BarHeight + 3, colors.Peer, colors);
    }

    private static void Bar(StringBuilder svg, double ratio, int y, string fill, ChartColors colors)
    {
        double end = X(ratio);
        double start = X(1);
        Line(svg, $"""<rect x="{Math.Min(start, end)}" y="{y}" width="{Math.Round(Math.Abs(end - start), 1)}" height="{BarHeight}" rx="2" fill="{fill}"/>""");
        Line(svg, $"""<text x="{(ratio < 1 ? end - 6 : end + 6)}" y="{y + 13}" text-anchor="{(ratio < 1 ? "end" : "start")}" fill="{colors.Text}">{ratio:0.##} ×</text>""");
    }

    private static void Legend(StringBuilder svg, int x, string fill, string label, ChartColors colors)
    {
        Line(svg, $"""<rect x="{x}" y="36" width="12" height="12" rx="2" fill="{fill}"/>""");
        Line(svg, $"""<text x="{x + 18}" y="47" fill="{colors.Text}">{label}</text>""");
    }

    private static string Summary(IReadOnlyList<ChartGroup> groups) =>
        string.Join("; ", groups.Select(static group =>
            string.Create(CultureInfo.InvariantCulture, $"{group.Label} {group.Here:0.##} here and {group.Peer:0.##} with PostHog's own integration")));

    private static double X(double ratio) => Math.Round(Left + (Right - Left) * Math.Log2(ratio / Lowest) / Math.Log2(Highest / Lowest), 1);

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
