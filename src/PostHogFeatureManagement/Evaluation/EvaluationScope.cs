namespace PostHogFeatureManagement.Evaluation;

/// <summary>What filters may look at during one evaluation.</summary>
internal readonly ref struct EvaluationScope(
    FlagSet set,
    PostHogContext context,
    bool propertiesAreComplete,
    TimeProvider clock,
    ReadOnlySpan<Verdict> verdicts)
{
    public FlagSet Set { get; } = set;

    public PostHogContext Context { get; } = context;

    /// <summary>A property that is not there is known to be absent: the server's answer applies (protocol §6.2).</summary>
    public bool PropertiesAreComplete { get; } = propertiesAreComplete;

    public TimeProvider Clock { get; } = clock;

    /// <summary>By ordinal, the verdicts of the flags that the evaluated ones depend on.</summary>
    public ReadOnlySpan<Verdict> Verdicts { get; } = verdicts;
}
