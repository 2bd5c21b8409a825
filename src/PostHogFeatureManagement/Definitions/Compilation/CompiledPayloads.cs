namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>A flag's payloads: for true without a variant, and by variant index.</summary>
internal sealed record CompiledPayloads(FlagPayload? OfTrue, FlagPayload?[]? ByVariant)
{
    public static CompiledPayloads None { get; } = new(null, null);

    public bool Any => OfTrue is not null || ByVariant is not null;
}
