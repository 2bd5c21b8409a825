using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Explain.Format;

namespace PostHogFeatureManagement.AspNetCore.Explanations.Page;

/// <summary>Draws the numbers from 0 to 1, who is included, and where the caller is. Drawn as SVG, because the page allows no style attributes.</summary>
internal static class BucketBar
{
    private const double Width = 1000;

    public static void WriteRollout(HtmlWriter html, Rollout rollout, double? bucket)
    {
        Begin(html);
        html.Write($"<rect class=\"in\" width=\"{Math.Clamp(rollout.Threshold, 0, 1) * Width}\" height=\"28\"/>");
        End(html, bucket);
    }

    public static void WriteVariants(HtmlWriter html, FlagDefinition flag, double? bucket)
    {
        Begin(html);
        int index = 0;
        foreach ((string variant, double from, double to) in VariantBounds.Of(flag))
        {
            double end = Math.Min(to, 1);
            html.Write($"<rect class=\"v{index++ % 4}\" x=\"{from * Width}\" width=\"{Math.Max(end - from, 0) * Width}\" height=\"28\"><title>{variant}</title></rect>");
        }

        End(html, bucket);
        html.Write($"<ul class=\"legend\">");
        index = 0;
        foreach ((string variant, double from, double to) in VariantBounds.Of(flag))
        {
            html.Write($"<li class=\"v{index++ % 4}\">{variant} <small>{ExplanationWords.Percent(to - from)}</small></li>");
        }

        html.Write($"</ul>");
    }

    private static void Begin(HtmlWriter html) =>
        html.Write($"<svg class=\"bucket\" viewBox=\"0 -10 1000 48\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"all\" width=\"1000\" height=\"28\"/>");

    private static void End(HtmlWriter html, double? bucket)
    {
        if (bucket is { } place)
        {
            html.Write($"<rect class=\"caller\" x=\"{(place * Width) - 2}\" y=\"-10\" width=\"4\" height=\"48\"/>");
        }

        html.Write($"</svg>");
    }
}
