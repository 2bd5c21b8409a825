using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Benchmarks.Support;

/// <summary>Collects the metrics of one application and adds nothing to what that costs.</summary>
internal static class Collector
{
    public static MeterListener Of(ServiceProvider services)
    {
        IMeterFactory meters = services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == PostHogDiagnostics.MeterName && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.Start();
        services.GetRequiredService<PostHogMetrics>();
        return listener;
    }
}
