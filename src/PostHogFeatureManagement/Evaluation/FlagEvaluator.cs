using System.Buffers;
using System.Runtime.CompilerServices;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>Answers flags from compiled definitions: pure, synchronous, without allocation. Thread-safe.</summary>
/// <param name="timeProvider">What relative dates count back from.</param>
internal sealed partial class FlagEvaluator(TimeProvider timeProvider)
{
    /// <summary>Verdicts of so many flags are kept on the stack (12 bytes each); those of larger sets in a pooled array.</summary>
    private const int MaxStackVerdicts = 256;

    /// <summary>One flag.</summary>
    /// <param name="set">The definitions the flag is from.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="context">Who is asking.</param>
    /// <param name="propertiesAreComplete">Whether a property that is not in the context is known to be absent.</param>
    public FlagEvaluation Evaluate(FlagSet set, FlagDefinition flag, PostHogContext context, bool propertiesAreComplete = false)
    {
        if (!flag.Dependencies.IsEmpty)
        {
            return EvaluateWithDependencies(set, flag, context, propertiesAreComplete);
        }

        var scope = new EvaluationScope(set, context, propertiesAreComplete, timeProvider, []);
        Verdict verdict = Decide(flag, scope);
        return flag.ToEvaluation(verdict);
    }

    /// <summary>All flags, by ordinal. What several flags depend on is evaluated once.</summary>
    /// <param name="set">The definitions.</param>
    /// <param name="context">Who is asking.</param>
    /// <param name="propertiesAreComplete">Whether a property that is not in the context is known to be absent.</param>
    /// <param name="results">As long as the set.</param>
    public void EvaluateAll(FlagSet set, PostHogContext context, bool propertiesAreComplete, Span<FlagEvaluation> results)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(results.Length, set.Count);
        Verdict[]? rented = set.Count > MaxStackVerdicts ? ArrayPool<Verdict>.Shared.Rent(set.Count) : null;
        Span<Verdict> verdicts = rented ?? stackalloc Verdict[MaxStackVerdicts];
        DecideInOrder(set, set.EvaluationOrder, context, propertiesAreComplete, verdicts);
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = set[i].ToEvaluation(verdicts[i]);
        }

        Return(rented);
    }

    private static void Return(Verdict[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<Verdict>.Shared.Return(rented);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private FlagEvaluation EvaluateWithDependencies(FlagSet set, FlagDefinition flag, PostHogContext context, bool propertiesAreComplete)
    {
        Verdict[]? rented = set.Count > MaxStackVerdicts ? ArrayPool<Verdict>.Shared.Rent(set.Count) : null;
        Span<Verdict> verdicts = rented ?? stackalloc Verdict[MaxStackVerdicts];
        DecideInOrder(set, flag.Dependencies.Order ?? set.EvaluationOrder, context, propertiesAreComplete, verdicts);
        var scope = new EvaluationScope(set, context, propertiesAreComplete, timeProvider, verdicts);
        Verdict verdict = Decide(flag, scope);
        Return(rented);
        return flag.ToEvaluation(verdict);
    }

    /// <summary>Every flag finds the verdicts of its dependencies, because the order puts them first.</summary>
    private void DecideInOrder(FlagSet set, int[] order, PostHogContext context, bool propertiesAreComplete, Span<Verdict> verdicts)
    {
        var scope = new EvaluationScope(set, context, propertiesAreComplete, timeProvider, verdicts);
        foreach (int ordinal in order)
        {
            verdicts[ordinal] = Decide(set[ordinal], scope);
        }
    }
}
