using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Lets a registration happen only once.</summary>
internal static class ServiceMarker
{
    /// <summary>Returns false when the marker is already registered.</summary>
    public static bool TryMark<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMarker>(this IServiceCollection services)
        where TMarker : class, new()
    {
        int before = services.Count;
        services.TryAddSingleton<TMarker>();
        return services.Count > before;
    }

    public static bool IsMarked<TMarker>(this IServiceCollection services)
        where TMarker : class =>
        services.Any(static service => service.ServiceType == typeof(TMarker));
}

/// <summary>Registered by the first <c>AddPostHog()</c>.</summary>
internal sealed class PostHogMarker;
