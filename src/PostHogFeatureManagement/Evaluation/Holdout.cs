namespace PostHogFeatureManagement.Evaluation;

/// <summary>People kept out of an experiment: they get the variant at an index instead of the conditions' answer (protocol §5.2).</summary>
internal sealed record Holdout(Rollout Exclusion, int VariantIndex);
