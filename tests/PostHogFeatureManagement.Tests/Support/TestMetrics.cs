using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Metrics for parts that are made without the library's services.</summary>
internal static class TestMetrics
{
    public static IMeterFactory Factory() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static PostHogMetrics Create(TimeProvider? time = null) => new(Factory(), time ?? TimeProvider.System);
}
