namespace PostHogFeatureManagement.Generators.Files;

/// <summary>What a payload is made of, as far as the file says.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Members">The members of an object in the order of their names. None if they are unknown.</param>
/// <param name="Item">What the items of a list are. Null if that is unknown.</param>
internal sealed record PayloadShape(PayloadKind Kind, ValueList<PayloadMember> Members, PayloadShape? Item)
{
    public static PayloadShape Unknown { get; } = Of(PayloadKind.Unknown);

    /// <summary>The object with known members that this is, or a list of. Null for anything else.</summary>
    public PayloadShape? Record => Kind switch
    {
        PayloadKind.Object when Members.Count > 0 => this,
        PayloadKind.List => Item?.Record,
        _ => null,
    };

    public static PayloadShape Of(PayloadKind kind, PayloadShape? item = null) => new(kind, ValueList<PayloadMember>.Empty, item);

    /// <summary>What is the one or the other. The order does not matter.</summary>
    public static PayloadShape Merge(PayloadShape one, PayloadShape other) => (one.Kind, other.Kind) switch
    {
        (PayloadKind.Unknown, _) => other,
        (_, PayloadKind.Unknown) => one,
        (PayloadKind.Object, PayloadKind.Object) => OfMembers(one.Members.Concat(other.Members)),
        (PayloadKind.List, PayloadKind.List) => Of(PayloadKind.List, Merge(one.Item ?? Unknown, other.Item ?? Unknown)),
        _ => one.Kind == other.Kind ? one : Of(PayloadKind.Mixed),
    };

    /// <summary>An object. Names that differ only in case are one member, as in configuration.</summary>
    public static PayloadShape OfMembers(IEnumerable<PayloadMember> members) => new(
        PayloadKind.Object,
        new([
            .. members.OrderBy(static member => member.Name, StringComparer.Ordinal)
                .GroupBy(static member => member.Name, StringComparer.OrdinalIgnoreCase)
                .Select(static same => new PayloadMember(same.First().Name, same.Select(static member => member.Shape).Aggregate(Merge)))
                .OrderBy(static member => member.Name, StringComparer.Ordinal),
        ]),
        Item: null);
}
