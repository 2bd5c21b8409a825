namespace PostHogFeatureManagement.Evaluation;

/// <summary>What a flag needs of other flags (protocol §8).</summary>
/// <param name="Order">Ordinals of all flags it depends on, directly or not, dependencies first; null for the whole set's order when they are too many to list.</param>
/// <param name="AreBroken">One of them is missing or cyclic: the server then answers off, whatever the conditions say.</param>
/// <param name="AreCyclic">The flag depends on itself or on one that does: no order puts its dependencies first.</param>
internal sealed record FlagDependencies(int[]? Order, bool AreBroken, bool AreCyclic)
{
    public static FlagDependencies None { get; } = new([], AreBroken: false, AreCyclic: false);

    public static FlagDependencies Cyclic { get; } = new(null, AreBroken: true, AreCyclic: true);

    public bool IsEmpty => Order is { Length: 0 };
}
