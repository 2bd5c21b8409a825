using System.Security.Cryptography;
using System.Text;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>
/// The board's key in the distributed cache. Each project and PostHog address has its own, so applications that share a cache do not affect each other.
/// </summary>
internal static class SharedBreakerKey
{
    public static string For(PostHogFeatureManagementOptions options)
    {
        string project = $"{options.HostUrl.Trim().TrimEnd('/')}\n{options.ProjectToken?.Trim()}";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(project));
        return $"{options.Cache.KeyPrefix}:breaker:{Convert.ToHexStringLower(hash.AsSpan(0, 12))}";
    }
}
