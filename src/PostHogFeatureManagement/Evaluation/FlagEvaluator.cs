using System.Buffers;
using System.Runtime.CompilerServices;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>Evaluates flags from compiled definitions. Synchronous, free of side effects and allocations, and thread-safe.</summary>
/// <param name="timeProvider">The clock that relative dates count back from.</param>
internal sealed partial class FlagEvaluator(TimeProvider timeProvider)
{
    /// <summary>The largest set whose verdicts fit on the stack (12 bytes each). Larger sets use a pooled array.</summary>
    private const int MaxStackVerdicts = 256;

    /// <summary>Evaluates one flag.</summary>
    /// <param name="set">The definitions that contain the flag.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="context">The caller.</param>
    /// <param name="propertiesAreComplete">Whether a property that is missing from the context is known to be absent.</param>
    public FlagEvaluation Evaluate(FlagSet set, FlagDefinition flag, PostHogContext context, bool propertiesAreComplete = false)
    {
        if (!flag.Dependencies.IsEmpty)
        {
            return EvaluateWithDependencies(set, flag, context, propertiesAreComplete);
        }

        var state = new EvaluationState(set, context, propertiesAreComplete, timeProvider, []);
        Verdict verdict = Decide(flag, state);
        return flag.ToEvaluation(verdict);
    }

    /// <summary>Evaluates all flags, by ordinal. A flag that several flags depend on is evaluated once.</summary>
    /// <param name="set">The definitions.</param>
    /// <param name="context">The caller.</param>
    /// <param name="propertiesAreComplete">Whether a property that is missing from the context is known to be absent.</param>
    /// <param name="results">Receives the answers. Must be as long as the set.</param>
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
        var state = new EvaluationState(set, context, propertiesAreComplete, timeProvider, verdicts);
        Verdict verdict = Decide(flag, state);
        Return(rented);
        return flag.ToEvaluation(verdict);
    }

    /// <summary>Decides flags in an order that puts dependencies first, so that every flag finds the verdicts it needs.</summary>
    private void DecideInOrder(FlagSet set, int[] order, PostHogContext context, bool propertiesAreComplete, Span<Verdict> verdicts)
    {
        var state = new EvaluationState(set, context, propertiesAreComplete, timeProvider, verdicts);
        foreach (int ordinal in order)
        {
            verdicts[ordinal] = Decide(set[ordinal], state);
        }
    }
}
