using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class WebServices
{
    public static IServiceCollection AddPostHogWeb(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.TryAddSingleton<ClaimsCaller>();
        services.TryAddSingleton<HttpPostHogContextAccessor>();
        services.TryAddSingleton<IPostHogContextAccessor>(static provider => provider.GetRequiredService<HttpPostHogContextAccessor>());
        services.TryAddSingleton<IWebCallers>(static provider => provider.GetRequiredService<HttpPostHogContextAccessor>());
        services.TryAddSingleton<HttpRequestStateAccessor>();
        services.TryAddSingleton<IRequestStateAccessor>(static provider => provider.GetRequiredService<HttpRequestStateAccessor>());
        return services;
    }

    public static IServiceCollection AddPostHogContext<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAccessor>(
        this IServiceCollection services)
        where TAccessor : class, IPostHogContextAccessor
    {
        services.TryAddScoped<TAccessor>();
        services.RemoveAll<IPostHogContextAccessor>();
        services.AddSingleton<IPostHogContextAccessor, ScopedContextAccessor<TAccessor>>();
        return services;
    }
}
