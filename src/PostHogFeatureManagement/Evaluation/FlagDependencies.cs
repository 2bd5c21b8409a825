namespace PostHogFeatureManagement.Evaluation;

/// <summary>The flags a flag depends on (protocol §8).</summary>
/// <param name="Order">
/// The ordinals of all flags it depends on, directly or indirectly, dependencies first. Null when there are too many to list: use the order of the whole set.
/// </param>
/// <param name="AreBroken">Whether one of them is missing or cyclic. The server then answers off, whatever the conditions say.</param>
/// <param name="AreCyclic">Whether the flag depends on itself or on a flag that does, so that no order puts its dependencies first.</param>
internal sealed record FlagDependencies(int[]? Order, bool AreBroken, bool AreCyclic)
{
    public static FlagDependencies None { get; } = new([], AreBroken: false, AreCyclic: false);

    public static FlagDependencies Cyclic { get; } = new(null, AreBroken: true, AreCyclic: true);

    public bool IsEmpty => Order is { Length: 0 };
}
