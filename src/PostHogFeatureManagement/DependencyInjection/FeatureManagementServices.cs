using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.AspNetCore.Gates;
using PostHogFeatureManagement.FeatureManagement;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.FeatureManagement.Snapshots;
using PostHogFeatureManagement.FeatureManagement.Managers;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Overrides;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class FeatureManagementServices
{
    /// <summary>
    /// Wraps the registered definition provider in PostHog's, and replaces Microsoft's managers and snapshots. PostHog's manager has the lifetime of
    /// Microsoft's.
    /// </summary>
    public static IFeatureManagementBuilder AddPostHogFeatureManagement(this IFeatureManagementBuilder builder)
    {
        IServiceCollection services = builder.Services;
        ServiceLifetime lifetime = services.Last(static service => !service.IsKeyedService && service.ServiceType == typeof(FeatureManager)).Lifetime;
        services.AddManagerServices(lifetime);
        services.DecorateDefinitionProvider();
        services.AddSingleton<IApplicationStep, TargetingStep>();
        services.TryAddSingleton<TargetingContexts>();
        services.TryAddSingleton<FeatureSets>();
        services.TryAddSingleton<FeatureFinder>();
        services.TryAddSingleton<ExplicitCaller>();
        services.TryAddSingleton<FilterMistakes>();
        services.TryAddSingleton<IConfiguredFlags, ConfiguredFlags>();
        services.TryAdd(ServiceDescriptor.Describe(typeof(ConfigurationFallback), typeof(ConfigurationFallback), lifetime));
        services.TryAdd(ServiceDescriptor.Describe(typeof(ManagerFallback), typeof(ManagerFallback), lifetime));
        services.TryAdd(ServiceDescriptor.Describe(typeof(PostHogFilterCore), typeof(PostHogFilterCore), lifetime));

        // The builder's own method could pick the lifetime of a keyed manager that the application registered.
        services.Add(ServiceDescriptor.Describe(typeof(IFeatureFilterMetadata), typeof(PostHogFilter), lifetime));
        services.Add(ServiceDescriptor.Describe(typeof(IFeatureFilterMetadata), typeof(PostHogContextualFilter), lifetime));
        services.ReplaceManagers(lifetime);
        services.AddHostedService<RegistrationCheck>();
        services.AddHostedService<ShadowedNames>();
        services.AddHostedService<UnknownGates>();
        return builder;
    }

    /// <summary>
    /// Removes filters that a second <c>AddFeatureManagement()</c> adds again. A factory creates Microsoft's time window filter, so the second call does not
    /// recognize it. Two filters with one name make every flag that uses the name throw.
    /// </summary>
    public static void RemoveRepeatedFilters(this IServiceCollection services)
    {
        ServiceDescriptor[] repeated =
        [
            .. services
                .Where(static service => service.ServiceType == typeof(IFeatureFilterMetadata) && service.IsMicrosofts())
                .GroupBy(static service => service.ImplementationFactory!.Method)
                .SelectMany(static same => same.Skip(1)),
        ];
        foreach (ServiceDescriptor service in repeated)
        {
            services.Remove(service);
        }
    }

    private static void DecorateDefinitionProvider(this IServiceCollection services)
    {
        ServiceDescriptor inner = services.Last(static service => !service.IsKeyedService && service.ServiceType == typeof(IFeatureDefinitionProvider));
        if (inner.Lifetime != ServiceLifetime.Singleton)
        {
            throw new InvalidOperationException("AddPostHog() requires an IFeatureDefinitionProvider that is registered as a singleton.");
        }

        services.Remove(inner);
        services.AddSingleton(provider => new ConfigurationCatalog(
            (IFeatureDefinitionProvider)inner.Create(provider),
            isOurs: inner.ImplementationInstance is null,
            provider.GetService<IConfiguration>(),
            provider.GetRequiredService<ILogger<ConfigurationCatalog>>()));
        services.AddSingleton<IConfiguredNames>(static provider => provider.GetRequiredService<ConfigurationCatalog>());
        services.AddSingleton<IFeatureDefinitionProvider, PostHogFeatureDefinitionProvider>();
    }

    private static void AddManagerServices(this IServiceCollection services, ServiceLifetime lifetime)
    {
        if (lifetime == ServiceLifetime.Singleton)
        {
            services.AddSingleton(ManagerServices.None);
        }
        else
        {
            services.AddScoped(static provider => new ManagerServices(provider));
        }
    }

    private static void ReplaceManagers(this IServiceCollection services, ServiceLifetime lifetime)
    {
        services.ShieldSessions();
        services.TryAddSingleton<ManagerRoles>();
        services.Add(ServiceDescriptor.Describe(typeof(MicrosoftsManager), provider => new MicrosoftsManager(provider, lifetime == ServiceLifetime.Singleton), lifetime));
        services.Add(ServiceDescriptor.Describe(typeof(FastPath), typeof(FastPath), lifetime));
        services.Add(ServiceDescriptor.Describe(typeof(InvolvedManager), typeof(InvolvedManager), lifetime));
        services.Add(ServiceDescriptor.Describe(typeof(PostHogFeatureManager), typeof(PostHogFeatureManager), lifetime));
        services.ReplaceMicrosofts<IFeatureManager, PostHogFeatureManager>();
        services.ReplaceMicrosofts<IVariantFeatureManager, PostHogFeatureManager>();
        services.TryAddSingleton<SnapshotServices>();
        services.AddScoped<PostHogFeatureManagerSnapshot>();
        services.ReplaceMicrosofts<IFeatureManagerSnapshot, PostHogFeatureManagerSnapshot>();
        services.ReplaceMicrosofts<IVariantFeatureManagerSnapshot, PostHogFeatureManagerSnapshot>();
    }

    // Code that asks Microsoft's concrete manager does not come through PostHog's.
    private static void ShieldSessions(this IServiceCollection services)
    {
        for (int index = 0; index < services.Count; index++)
        {
            ServiceDescriptor manager = services[index];
            if (manager.ServiceType == typeof(FeatureManager) && manager.IsMicrosofts())
            {
                services[index] = ServiceDescriptor.Describe(
                    typeof(FeatureManager),
                    provider => ShieldedSessionManager.Shield((FeatureManager)manager.Create(provider), provider.GetRequiredService<FlagOverrides>()),
                    manager.Lifetime);
            }
        }
    }

    /// <summary>Replaces Microsoft's registration. A service that the application registered instead stays.</summary>
    private static void ReplaceMicrosofts<TService, TOurs>(this IServiceCollection services)
        where TService : class
        where TOurs : class, TService
    {
        for (int index = 0; index < services.Count; index++)
        {
            ServiceDescriptor service = services[index];
            if (service.ServiceType == typeof(TService) && service.IsMicrosofts())
            {
                services[index] = ServiceDescriptor.Describe(typeof(TService), static provider => provider.GetRequiredService<TOurs>(), service.Lifetime);
            }
        }
    }
}
