namespace PostHogFeatureManagement.Identity;

/// <summary>Who vouches for the callers that the application's own accessor returns, as the application registered it.</summary>
internal sealed record AccessorTrust(CallerTrust Trust)
{
    public static AccessorTrust Unverified { get; } = new(CallerTrust.Claimed);
}
