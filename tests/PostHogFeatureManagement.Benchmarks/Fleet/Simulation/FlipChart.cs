using System.Globalization;
using System.Text;
using PostHogFeatureManagement.Benchmarks.Chart;

namespace PostHogFeatureManagement.Benchmarks.Fleet.Simulation;

/// <summary>Draws how many instances have a change how long after a refresh call, one line per fleet, as SVG.</summary>
internal static class FlipChart
{
    private const string Folder = "src/PostHogFeatureManagement/docs/images";
    private const int Width = 760;
    private const int Left = 60;
    private const int Right = 720;
    private const int Top = 70;
    private const int Bottom = 330;
    private const double Longest = 10_000;
    private static readonly double[] Ticks = [50, 100, 200, 500, 1_000, 2_000, 5_000, Longest];

    public static void Write(IReadOnlyList<SimulationResult> results)
    {
        Directory.CreateDirectory(Folder);
        foreach (ChartColors colors in ChartColors.All)
        {
            string file = Path.Combine(Folder, $"flip-times-{colors.Name}.svg");
            File.WriteAllText(file, Draw(results, colors));
            Console.WriteLine(file);
        }
    }

    private static string Draw(IReadOnlyList<SimulationResult> results, ChartColors colors)
    {
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Bottom + 60}" role="img" font-family="system-ui, sans-serif" font-size="13">""");
        Line(svg, $"<title>From a refresh call to the instances of a fleet, simulated: {Summary(results)}</title>");
        Line(svg, $"""<text x="{Left}" y="22" font-size="16" font-weight="600" fill="{colors.Text}">Instances that have a change, after a refresh call</text>""");
        foreach (double tick in Ticks)
        {
            Line(svg, $"""<line x1="{X(tick):0.#}" x2="{X(tick):0.#}" y1="{Top}" y2="{Bottom}" stroke="{colors.Faint}"/>""");
            Line(svg, $"""<text x="{X(tick):0.#}" y="{Bottom + 18}" text-anchor="middle" fill="{colors.Text}">{tick:N0}</text>""");
        }

        for (int percent = 0; percent <= 100; percent += 25)
        {
            double y = Bottom - ((Bottom - Top) * percent / 100.0);
            Line(svg, $"""<line x1="{Left}" x2="{Right}" y1="{y:0.#}" y2="{y:0.#}" stroke="{colors.Faint}"/>""");
            Line(svg, $"""<text x="{Left - 8}" y="{y + 4:0.#}" text-anchor="end" fill="{colors.Text}">{percent} %</text>""");
        }

        for (int i = 0; i < results.Count; i++)
        {
            string color = i == results.Count - 1 ? colors.Peer : colors.Here;
            string dash = i switch { 0 => "2 3", 1 => "7 4", _ => "none" };
            int x = Left + (i * 165);
            Line(svg, $"""<line x1="{x}" x2="{x + 26}" y1="43" y2="43" stroke="{color}" stroke-width="2" stroke-dasharray="{dash}"/>""");
            Line(svg, $"""<text x="{x + 32}" y="47" fill="{colors.Text}">{results[i].Instances:N0} instances</text>""");
            Line(svg, $"""<polyline fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dash}" points="{Points(results[i])}"/>""");
        }

        Line(svg, $"""<text x="{Left}" y="{Bottom + 42}" fill="{colors.Text}">milliseconds after the call (logarithmic), simulated, one Redis on a link of 1 Gbit/s</text>""");
        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static string Points(SimulationResult result) => string.Join(' ', Enumerable.Range(0, 101).Select(percent =>
    {
        double x = X(result.Flips.At(percent / 100.0).TotalMilliseconds);
        double y = Bottom - ((Bottom - Top) * percent / 100.0);
        return string.Create(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#}");
    }));

    private static double X(double milliseconds) =>
        Left + ((Right - Left) * Math.Log(Math.Clamp(milliseconds, Ticks[0], Longest) / Ticks[0]) / Math.Log(Longest / Ticks[0]));

    private static string Summary(IReadOnlyList<SimulationResult> results) => string.Join("; ", results.Select(static result => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Instances:N0} instances {result.Flips.At(0.5).TotalMilliseconds:0} ms in the median and {result.Flips.Longest.TotalMilliseconds:0} ms at most")));

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
