namespace PostHogFeatureManagement.Benchmarks.Chart;

/// <summary>Two bars for one kind of check, as multiples of what Microsoft.FeatureManagement alone costs.</summary>
internal sealed record ChartGroup(string Label, double Here, double Peer);
