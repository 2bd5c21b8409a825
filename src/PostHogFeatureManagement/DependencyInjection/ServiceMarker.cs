using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Makes registration happen once.</summary>
internal static class ServiceMarker
{
    /// <summary>False when the marker was there already.</summary>
    public static bool TryMark<TMarker>(this IServiceCollection services)
        where TMarker : class, new()
    {
        int before = services.Count;
        services.TryAddSingleton<TMarker>();
        return services.Count > before;
    }
}

/// <summary>Present once <c>AddPostHog()</c> has run.</summary>
internal sealed class PostHogMarker;
