namespace PostHogFeatureManagement.Client.Usage;

/// <summary>
/// What a request costs, in PostHog's billable units, as of November 2026 (protocol §3.4). The price page counts every request for definitions; the server bills none
/// for a response without a body. The higher of the two is used here, so a projection is an upper bound.
/// </summary>
internal static class UnitPrices
{
    public static int Of(RequestKind kind) => kind switch
    {
        RequestKind.DefinitionsSent => 10,
        RequestKind.DefinitionsUnchanged => 1,
        RequestKind.Evaluation => 1,
        _ => 0,
    };
}
