namespace PostHogFeatureManagement.Generators.Files;

/// <summary>What is known about a flag while an application is compiled.</summary>
internal sealed record TypedFlag(
    string Key,
    FilePlace Place,
    string? Name,
    FlagAudience Audience,
    bool IsDecidedByServers,
    PayloadShape? Payload,
    ValueList<TypedVariant> Variants)
{
    public bool HasVariant(string variant) => Variants.Any(known => known.Key == variant);

    /// <summary>What any payload of the flag is.</summary>
    public PayloadShape PayloadOfAll => Variants
        .Select(static variant => variant.Payload)
        .Concat([Payload])
        .OfType<PayloadShape>()
        .Aggregate(PayloadShape.Unknown, PayloadShape.Merge);

    /// <summary>Whether every caller gets the same, so that the code needs no flag.</summary>
    public bool IsConstant => Audience is FlagAudience.Everyone or FlagAudience.NoOne;
}
