namespace PostHogFeatureManagement.Evaluation.Tracing;

/// <summary>How the evaluator comes to its verdict about one flag and one caller.</summary>
internal sealed record FlagTrace
{
    public required FlagDefinition Flag { get; init; }

    /// <summary>The evaluator's verdict.</summary>
    public required Verdict Verdict { get; init; }

    public required DecidingStep Step { get; init; }

    /// <summary>All conditions, also those that the evaluator does not reach.</summary>
    public required IReadOnlyList<ConditionTrace> Conditions { get; init; }

    /// <summary>The flags that this one depends on, directly or indirectly, with their verdicts, dependencies first.</summary>
    public required IReadOnlyList<(FlagDefinition Flag, Verdict Verdict)> Dependencies { get; init; }

    /// <summary>The number that the holdout compares with its threshold. Null without a holdout, or when what it hashes is not known.</summary>
    public double? HoldoutBucket { get; init; }

    /// <summary>Whether the parts of large cohorts are not all here.</summary>
    public bool IsCut { get; init; }
}
