using PostHogFeatureManagement.Evaluation.Matchers.Patterns;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>The input of one evaluation, as filters see it, and what it has found out so far.</summary>
internal readonly ref struct EvaluationState(
    FlagSet set,
    PostHogContext context,
    bool propertiesAreComplete,
    TimeProvider clock,
    ReadOnlySpan<Verdict> verdicts,
    Span<MatchResult?> cohorts,
    ReadOnlySpan<double> hashes,
    ref SearchBudget searches)
{
    private readonly ref SearchBudget _searches = ref searches;

    public FlagSet Set { get; } = set;

    public PostHogContext Context { get; } = context;

    /// <summary>Whether a missing property is known to be absent. The server's rule for absent properties then applies (protocol §6.2).</summary>
    public bool PropertiesAreComplete { get; } = propertiesAreComplete;

    public TimeProvider Clock { get; } = clock;

    /// <summary>The verdicts of the flags that the evaluated flags depend on, by ordinal.</summary>
    public ReadOnlySpan<Verdict> Verdicts { get; } = verdicts;

    /// <summary>Whether the caller is a member, by cohort; null until a condition asks.</summary>
    public Span<MatchResult?> Cohorts { get; } = cohorts;

    /// <summary>Hashes of the person that are known already (<see cref="PersonHashes"/>); often empty.</summary>
    public ReadOnlySpan<double> Hashes { get; } = hashes;

    /// <summary>What the pattern searches of this call may still cost.</summary>
    public ref SearchBudget Searches => ref _searches;
}
