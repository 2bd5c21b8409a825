namespace PostHogFeatureManagement.Evaluation;

/// <summary>People kept out of an experiment. They get the variant at this index instead of what the conditions say (protocol §5.2).</summary>
internal sealed record Holdout(Rollout Exclusion, int VariantIndex);
