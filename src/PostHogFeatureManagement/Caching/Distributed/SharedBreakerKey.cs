using System.Security.Cryptography;
using System.Text;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>The board's key in the distributed cache: one for each project and PostHog address, so that applications sharing a cache do not stop each other.</summary>
internal static class SharedBreakerKey
{
    public static string For(PostHogFeatureManagementOptions options)
    {
        string scope = $"{options.HostUrl.Trim().TrimEnd('/')}\n{options.ProjectToken?.Trim()}";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(scope));
        return $"{options.Cache.KeyPrefix}:breaker:{Convert.ToHexStringLower(hash.AsSpan(0, 12))}";
    }
}
