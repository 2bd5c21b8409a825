using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class GateServices
{
    /// <summary>Puts PostHog's definition provider around the registered one, and takes the managers' lifetime for what the managers use.</summary>
    public static IFeatureManagementBuilder AddPostHogGates(this IFeatureManagementBuilder builder)
    {
        IServiceCollection services = builder.Services;
        ServiceLifetime lifetime = services.Last(static service => service.ServiceType == typeof(IFeatureManager)).Lifetime;
        services.DecorateDefinitionProvider();
        services.DecorateTargetingContext();
        services.TryAddSingleton<GateSets>();
        services.TryAddSingleton<FlagPrecedenceRule>();
        services.TryAddSingleton<ExplicitCaller>();
        services.TryAddSingleton<SelfReferences>();
        services.TryAddSingleton<IConfigurationFlags, ConfigurationFlags>();
        services.TryAdd(ServiceDescriptor.Describe(typeof(ConfigurationFallback), typeof(ConfigurationFallback), lifetime));
        services.TryAdd(ServiceDescriptor.Describe(typeof(FlagGate), typeof(FlagGate), lifetime));
        builder.AddFeatureFilter<PostHogFilter>().AddFeatureFilter<PostHogContextualFilter>();
        services.ReplaceSnapshots();
        services.AddHostedService<RegistrationCheck>();
        services.AddHostedService<ShadowedNames>();
        return builder;
    }

    private static void DecorateDefinitionProvider(this IServiceCollection services)
    {
        ServiceDescriptor inner = services.Last(static service => service.ServiceType == typeof(IFeatureDefinitionProvider));
        if (inner.Lifetime != ServiceLifetime.Singleton)
        {
            throw new InvalidOperationException("AddPostHog() can only work beside an IFeatureDefinitionProvider that is registered as a singleton.");
        }

        services.Remove(inner);
        services.AddSingleton(provider => new ConfigurationCatalog((IFeatureDefinitionProvider)inner.Create(provider), provider.GetService<IConfiguration>()));
        services.AddSingleton<IFeatureDefinitionProvider, PostHogFeatureDefinitionProvider>();
    }

    private static void DecorateTargetingContext(this IServiceCollection services)
    {
        ServiceDescriptor? own = services.LastOrDefault(static service => service.ServiceType == typeof(ITargetingContextAccessor));
        services.RemoveAll<ITargetingContextAccessor>();
        services.AddSingleton(provider => new ApplicationTargeting(own?.Resolver<ITargetingContextAccessor>(provider)));
        services.AddSingleton<ITargetingContextAccessor, PostHogTargetingContextAccessor>();
        services.AddSingleton<IAmbientContextSource>(static provider =>
        {
            IPostHogContextAccessor accessor = provider.GetRequiredService<IPostHogContextAccessor>();
            ApplicationTargeting targeting = provider.GetRequiredService<ApplicationTargeting>();
            bool isDefault = accessor is HttpPostHogContextAccessor;
            return new AmbientContextSource(accessor, isDefault ? targeting : new ApplicationTargeting(null), new Lazy<ExplicitCaller>(provider.GetRequiredService<ExplicitCaller>));
        });
    }

    private static void ReplaceSnapshots(this IServiceCollection services)
    {
        services.RemoveAll<IFeatureManagerSnapshot>();
        services.RemoveAll<IVariantFeatureManagerSnapshot>();
        services.AddScoped<PostHogFeatureManagerSnapshot>();
        services.AddScoped<IFeatureManagerSnapshot>(static provider => provider.GetRequiredService<PostHogFeatureManagerSnapshot>());
        services.AddScoped<IVariantFeatureManagerSnapshot>(static provider => provider.GetRequiredService<PostHogFeatureManagerSnapshot>());
    }
}
