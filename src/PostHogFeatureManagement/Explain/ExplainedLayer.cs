namespace PostHogFeatureManagement.Explain;

/// <summary>One layer of the chain that decides a flag.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Outcome">What it had to say.</param>
/// <param name="Reason">Why it had no value. <see cref="FlagReason.Unknown"/> when there is nothing to say.</param>
internal readonly record struct ExplainedLayer(LayerName Name, LayerOutcome Outcome, FlagReason Reason = FlagReason.Unknown);
