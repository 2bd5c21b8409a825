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
        services.TryAddSingleton<AnonymousCookie>();
        services.TryAddSingleton<VisitorConsent>();
        services.TryAddSingleton<AnonymousCookieStep>();
        services.TryAddSingleton<NewVisitorStep>();
        services.TryAddSingleton<FallbackStep>();
        services.TryAddSingleton<ServiceStep>();
        services.TryAddSingleton<ProcessProperties>();
        services.TryAddSingleton<CallerEnrichment>();
        services.TryAddSingleton<CallerChain>();
        services.TryAddSingleton<AmbientCaller>();
        services.TryAddSingleton<WebCallers>();
        services.AddHostedService<AnonymousCookieCheck>();
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

    public static IServiceCollection AddPostHogContextEnricher<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEnricher>(
        this IServiceCollection services)
        where TEnricher : class, IPostHogContextEnricher
    {
        services.TryAddScoped<TEnricher>();
        services.RemoveAll<IPostHogContextEnricher>();
        return services.AddScoped<IPostHogContextEnricher>(static provider => provider.GetRequiredService<TEnricher>());
    }

    public static IServiceCollection AddPostHogContextEnricher(
        this IServiceCollection services, Func<IServiceProvider, PostHogContext, CancellationToken, ValueTask<PostHogContext>> enrich)
    {
        services.RemoveAll<IPostHogContextEnricher>();
        return services.AddScoped<IPostHogContextEnricher>(provider => new DelegateEnricher(provider, enrich));
    }
}
