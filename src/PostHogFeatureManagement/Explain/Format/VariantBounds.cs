using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Explain.Format;

/// <summary>The part of the numbers from 0 to 1 that each variant gets.</summary>
internal static class VariantBounds
{
    public static IEnumerable<(string Variant, double From, double To)> Of(FlagDefinition flag)
    {
        double from = 0;
        for (int slot = 0; slot < flag.Variants.Bounds.Length; slot++)
        {
            double to = flag.Variants.Bounds[slot];
            int variant = flag.Variants.Slots[slot];
            yield return (variant < 0 ? string.Empty : flag.VariantKeys[variant], from, to);
            from = to;
        }
    }
}
