using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers the steps that find the caller, and the state of web requests.</summary>
internal static class IdentityServices
{
    public static IServiceCollection AddPostHogIdentity(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddPostHogClock();
        services.TryAddSingleton<LogThrottle>();
        services.TryAddSingleton<PinClock>();
        services.TryAddScoped<RequestState>();
        services.TryAddSingleton<CurrentRequests>();
        services.TryAddSingleton<ApplicationServices>();
        services.TryAddSingleton(AccessorTrust.Unverified);
        services.TryAddSingleton<ApplicationAccessorStep>();
        services.TryAddSingleton<ClaimsStep>();
        services.TryAddSingleton<TracingHeaderStep>();
        services.TryAddSingleton<PostHogCookieStep>();
        services.TryAddSingleton<FallbackStep>();
        services.TryAddSingleton<ServiceStep>();
        services.TryAddSingleton<CallerChain>();
        services.TryAddSingleton<AmbientCaller>();
        services.TryAddSingleton<WebCallers>();
        return services;
    }

    public static IServiceCollection AddPostHogContext<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAccessor>(
        this IServiceCollection services, AccessorTrust trust)
        where TAccessor : class, IPostHogContextAccessor
    {
        services.TryAddScoped<TAccessor>();
        services.Replace(ServiceDescriptor.Singleton(trust));
        services.RemoveAll<IPostHogContextAccessor>();
        services.AddScoped<IPostHogContextAccessor>(static provider => provider.GetRequiredService<TAccessor>());
        return services;
    }
}
