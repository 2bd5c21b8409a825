using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Definitions.Sources;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class DefinitionsServices
{
    public static IServiceCollection AddPostHogDefinitions(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new DefinitionsStore(new PollingWithoutHost(provider).Begin));
        services.TryAddSingleton<DefinitionsInstaller>();
        services.TryAddSingleton<PostHogSource>();
        services.TryAddSingleton<DefinitionsFiles>();
        services.TryAddSingleton<RefreshHistory>();
        services.TryAddSingleton<RefreshRequests>();
        services.TryAddSingleton<QuotaRule>();
        services.TryAddSingleton<SharingReport>();
        services.TryAddSingleton<DefinitionsSharing>();
        services.TryAddSingleton<SharingWatch>();
        services.TryAddSingleton<PollTurns>();
        services.TryAddSingleton<DefinitionsRefresher>();
        services.TryAddSingleton<DefinitionsPoller>();
        services.TryAddSingleton<IPostHogDefinitions, PostHogDefinitions>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<DefinitionsPoller>());
        services.AddHostedService<DefinitionsGauges>();
        return services;
    }
}
