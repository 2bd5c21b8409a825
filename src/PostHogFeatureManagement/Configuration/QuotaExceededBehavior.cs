namespace PostHogFeatureManagement;

/// <summary>What happens to the last good data when PostHog reports that the project's quota is used up.</summary>
public enum QuotaExceededBehavior
{
    /// <summary>Use it for <see cref="PostHogCacheOptions.FailSafeFor"/>.</summary>
    KeepLastGood,

    /// <summary>Forget it, as PostHog's own SDKs do. Configuration answers until the quota is restored.</summary>
    Drop,
}
