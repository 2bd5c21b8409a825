namespace PostHogFeatureManagement.Evaluation;

/// <summary>The input of one evaluation, as filters see it.</summary>
internal readonly ref struct EvaluationState(
    FlagSet set,
    PostHogContext context,
    bool propertiesAreComplete,
    TimeProvider clock,
    ReadOnlySpan<Verdict> verdicts)
{
    public FlagSet Set { get; } = set;

    public PostHogContext Context { get; } = context;

    /// <summary>Whether a missing property is known to be absent. The server's rule for absent properties then applies (protocol §6.2).</summary>
    public bool PropertiesAreComplete { get; } = propertiesAreComplete;

    public TimeProvider Clock { get; } = clock;

    /// <summary>The verdicts of the flags that the evaluated flags depend on, by ordinal.</summary>
    public ReadOnlySpan<Verdict> Verdicts { get; } = verdicts;
}
