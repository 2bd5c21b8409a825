using System.Buffers;
using System.Runtime.CompilerServices;
using PostHogFeatureManagement.Evaluation.Matchers.Patterns;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>Evaluates flags from compiled definitions. Synchronous, free of side effects and allocations, and thread-safe.</summary>
/// <param name="timeProvider">The clock that relative dates count back from.</param>
internal sealed partial class FlagEvaluator(TimeProvider timeProvider)
{
    /// <summary>The most flags or cohorts about which a call notes on the stack what it has found out. For more it uses a pooled array.</summary>
    private const int MaxStackNotes = 256;

    /// <summary>Evaluates one flag.</summary>
    /// <param name="set">The definitions that contain the flag.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="context">The caller.</param>
    /// <param name="propertiesAreComplete">Whether a property that is missing from the context is known to be absent.</param>
    public FlagEvaluation Evaluate(FlagSet set, FlagDefinition flag, PostHogContext context, bool propertiesAreComplete = false) =>
        flag.ToEvaluation(Decide(set, flag, context, propertiesAreComplete));

    /// <summary>Like <see cref="Evaluate"/>, but returns the short form of the answer.</summary>
    public Verdict Decide(FlagSet set, FlagDefinition flag, PostHogContext context, bool propertiesAreComplete)
    {
        if (!flag.Dependencies.IsEmpty || flag.UsesCohorts)
        {
            return DecideWithNotes(set, flag, context, propertiesAreComplete);
        }

        SearchBudget searches = default;
        return Decide(flag, new EvaluationState(set, context, propertiesAreComplete, timeProvider, [], [], [], ref searches));
    }

    /// <summary>Evaluates all flags, by ordinal. Each flag and each cohort that several flags depend on is evaluated once.</summary>
    /// <param name="set">The definitions.</param>
    /// <param name="context">The caller.</param>
    /// <param name="propertiesAreComplete">Whether a property that is missing from the context is known to be absent.</param>
    /// <param name="verdicts">Receives the answers. Must be as long as the set.</param>
    public void DecideAll(FlagSet set, PostHogContext context, bool propertiesAreComplete, Span<Verdict> verdicts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(verdicts.Length, set.Count);
        MatchResult?[]? rented = RentNotes<MatchResult?>(set.Cohorts);
        Span<MatchResult?> cohorts = rented ?? stackalloc MatchResult?[set.Cohorts];
        int places = set.Count * PersonHashes.PlacesOfAFlag;
        double[]? rentedHashes = RentNotes<double>(places);
        Span<double> hashes = rentedHashes is null ? stackalloc double[places] : rentedHashes.AsSpan(0, places);
        PersonHashes.Fill(set, context.DistinctId, hashes);
        SearchBudget searches = default;
        var state = new EvaluationState(set, context, propertiesAreComplete, timeProvider, verdicts, cohorts, hashes, ref searches);
        DecideInOrder(set.EvaluationOrder, state, verdicts);
        Return(rented);
        Return(rentedHashes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Verdict DecideWithNotes(FlagSet set, FlagDefinition flag, PostHogContext context, bool propertiesAreComplete)
    {
        int flags = flag.Dependencies.IsEmpty ? 0 : set.Count;
        Verdict[]? rentedVerdicts = RentNotes<Verdict>(flags);
        MatchResult?[]? rentedCohorts = RentNotes<MatchResult?>(set.Cohorts);
        Span<Verdict> verdicts = rentedVerdicts ?? stackalloc Verdict[flags];
        Span<MatchResult?> cohorts = rentedCohorts ?? stackalloc MatchResult?[set.Cohorts];
        SearchBudget searches = default;
        var state = new EvaluationState(set, context, propertiesAreComplete, timeProvider, verdicts, cohorts, [], ref searches);
        DecideInOrder(flag.Dependencies.Order ?? set.EvaluationOrder, state, verdicts);
        Verdict verdict = Decide(flag, state);
        Return(rentedVerdicts);
        Return(rentedCohorts);
        return verdict;
    }

    /// <summary>Decides flags in an order that puts dependencies first, so that every flag finds the verdicts it needs.</summary>
    internal static void DecideInOrder(int[] order, in EvaluationState state, Span<Verdict> verdicts)
    {
        foreach (int ordinal in order)
        {
            verdicts[ordinal] = Decide(state.Set[ordinal], state);
        }
    }

    /// <summary>Returns null when the notes fit on the stack.</summary>
    private static T[]? RentNotes<T>(int count)
    {
        if (count <= MaxStackNotes)
        {
            return null;
        }

        T[] notes = ArrayPool<T>.Shared.Rent(count);
        Array.Clear(notes, 0, count);
        return notes;
    }

    private static void Return<T>(T[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<T>.Shared.Return(rented);
        }
    }
}
