using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class ClockServices
{
    /// <summary>Registers the library's clock. The application's own <see cref="TimeProvider"/> stays as it is, also when there is none.</summary>
    public static IServiceCollection AddPostHogClock(this IServiceCollection services)
    {
        services.TryAddKeyedSingleton(LibraryClockAttribute.ServiceKey, TimeProvider.System);
        return services;
    }

    public static TimeProvider LibraryClock(this IServiceProvider services) =>
        services.GetRequiredKeyedService<TimeProvider>(LibraryClockAttribute.ServiceKey);

    public static TimeProvider ApplicationClock(this IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;
}
