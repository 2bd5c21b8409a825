using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.RemoteConfig;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Usage;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers the HTTP client, its pipelines and <see cref="IPostHogClient"/>.</summary>
internal static class ClientServices
{
    internal static IServiceCollection AddPostHogClient(this IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == typeof(Pipelines)))
        {
            return services;
        }

        services.AddPostHogTelemetry();
        services.TryAddSingleton(Jitter.Random);
        services.TryAddSingleton<StallWatch>();
        services.TryAddSingleton<PostHogEndpoints>();
        services.TryAddSingleton<FailureText>();
        services.TryAddSingleton<FlagsRequestWriter>();
        services.TryAddSingleton<LogThrottle>();
        services.TryAddSingleton<UsageMeter>();
        services.TryAddSingleton<FlagsExchange>();
        services.TryAddSingleton<DefinitionsExchange>();
        services.TryAddSingleton<RemoteConfigExchange>();
        services.TryAddSingleton<EventsExchange>();
        services.TryAddSingleton<Pipelines>();
        services.TryAddSingleton(static provider => provider.GetRequiredService<Pipelines>().Breaker);
        services.TryAddSingleton<IClientStatus>(static provider => provider.GetRequiredService<Pipelines>());
        services.TryAddSingleton<IPostHogClient, PostHogClient>();
        AddHttp(services);
        return services;
    }

    /// <summary>
    /// Removes handlers that the application adds to all its clients. A second set of retries and timeouts around these pipelines would break their guarantees,
    /// and loggers would write addresses. Handlers that are later added to this client by name stay.
    /// </summary>
    private static void AddHttp(IServiceCollection services) => services
        .AddHttpClient(PostHogHttp.ClientName, PostHogHttp.Configure)
        .ConfigurePrimaryHttpMessageHandler(PostHogHttp.CreateHandler)
        .ConfigureAdditionalHttpMessageHandlers(static (handlers, _) => handlers.Clear())
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers();
}
