using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.Definitions;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class DefinitionsServices
{
    public static IServiceCollection AddPostHogDefinitions(this IServiceCollection services)
    {
        services.TryAddSingleton<DefinitionsStore>();
        services.TryAddSingleton<DefinitionsRefresher>();
        services.AddHostedService<DefinitionsPoller>();
        return services;
    }
}
