using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Events;
using PostHogFeatureManagement.Events.Delivery;
using PostHogFeatureManagement.Events.Exposures;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers exposures, the application's own events, and what sends both.</summary>
internal static class EventsServices
{
    public static IServiceCollection AddPostHogEvents(this IServiceCollection services)
    {
        services.TryAddSingleton<SeenExposures>();
        services.TryAddSingleton<EventDrops>();
        services.TryAddSingleton<EventQueue>();
        services.TryAddSingleton<EventProperties>();
        services.TryAddSingleton<EventPreparation>();
        services.TryAddSingleton<EventClaims>();
        services.TryAddSingleton<EventBatcher>();
        services.TryAddSingleton<DeliveryReport>();
        services.TryAddSingleton<EventDelivery>();
        services.TryAddSingleton<EventLoop>();
        services.TryAddSingleton<EventDrain>();
        services.TryAddSingleton<EventSender>();
        services.TryAddSingleton<EventPermission>();
        services.TryAddSingleton<ExposureRule>();
        services.AddSingleton<IFlagObserver, EvaluationEvents>();
        services.AddSingleton<IFlagObserver, ExposureObserver>();
        services.TryAddSingleton<IPostHogEvents, PostHogEvents>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<EventSender>());
        return services;
    }
}
