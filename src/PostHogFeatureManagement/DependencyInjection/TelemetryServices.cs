using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.DependencyInjection;

/// <summary>Registers the metrics, and the signals from which the state of the library is worked out.</summary>
internal static class TelemetryServices
{
    public static IServiceCollection AddPostHogTelemetry(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddPostHogClock();
        services.TryAddSingleton<PostHogMetrics>();
        services.TryAddSingleton<StatusSignals>();
        return services;
    }
}
