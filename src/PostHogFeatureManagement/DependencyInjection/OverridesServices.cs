using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.AspNetCore.Overrides;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers the overrides that requests carry.</summary>
internal static class OverridesServices
{
    public static IServiceCollection AddPostHogOverrides(this IServiceCollection services)
    {
        services.TryAddSingleton<OverrideKeys>();
        services.TryAddSingleton<IPostHogOverrideTokens, PostHogOverrideTokens>();
        services.TryAddSingleton<OverrideCheck>();
        services.TryAddSingleton<OverrideEndpoint>();
        services.TryAddSingleton<OverrideReport>();
        services.TryAddSingleton<OverrideRequests>();
        services.AddOptions<OutputCacheOptions>().Configure<OverrideCheck>(static (options, check) =>
        {
            if (check.IsOn)
            {
                options.AddBasePolicy(new OverrideCachePolicy());
            }
        });
        return services;
    }
}
