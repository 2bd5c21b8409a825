namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>Whom a door asks: one of Microsoft's four interfaces, or this library's own.</summary>
internal enum ManagerRole
{
    Manager,
    VariantManager,
    Snapshot,
    VariantSnapshot,
    Flags,
}
