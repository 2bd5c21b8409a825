using System.Diagnostics.Metrics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Diagnostics.Telemetry;

/// <summary>Dashboards and alerts of applications depend on these names. A change here breaks them.</summary>
[Trait("Promise", "OP-01")]
public sealed class InstrumentTests
{
    internal static readonly string[] Names = [.. Expected().Select(static line => line.Split(' ')[0])];

    [Fact]
    public void Instruments_All_HaveTheirNameKindAndUnit()
    {
        IMeterFactory meters = TestMetrics.Factory();
        using var recorded = new RecordedMetrics(meters);
        _ = new PostHogMetrics(meters, TimeProvider.System);

        Assert.Equal(Expected(), recorded.Instruments.Select(Describe).Order(StringComparer.Ordinal));
        Assert.All(recorded.Instruments, static instrument => Assert.False(string.IsNullOrEmpty(instrument.Description)));
    }

    [Fact]
    public void Meter_Always_HasVersionAndSchema()
    {
        IMeterFactory meters = TestMetrics.Factory();
        using var recorded = new RecordedMetrics(meters);
        _ = new PostHogMetrics(meters, TimeProvider.System);

        Meter meter = recorded.Instruments[0].Meter;
        Assert.Equal(("PostHogFeatureManagement", "https://opentelemetry.io/schemas/1.44.0"), (meter.Name, meter.TelemetrySchemaUrl));
        Assert.Matches(@"^\d+\.\d+\.\d+$", meter.Version);
    }

    [Fact]
    public void OperationDuration_Always_AdvisesBuckets()
    {
        IMeterFactory meters = TestMetrics.Factory();
        using var recorded = new RecordedMetrics(meters);
        _ = new PostHogMetrics(meters, TimeProvider.System);

        Histogram<double> duration = Assert.Single(recorded.Instruments.OfType<Histogram<double>>());
        Assert.Equal([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5], duration.Advice!.HistogramBucketBoundaries!);
    }

    [Fact]
    public void Names_OfDiagnostics_AreWhatApplicationsWrite()
    {
        Assert.Equal("PostHogFeatureManagement", PostHogDiagnostics.MeterName);
        Assert.Equal("PostHogFeatureManagement", PostHogDiagnostics.ActivitySourceName);
        Assert.Equal("PostHogFeatureManagement.Evaluations", PostHogDiagnostics.EvaluationLoggerCategory);
    }

    private static string[] Expected() =>
    [
        "posthog.billing.projected_units ObservableGauge<Int64> {unit}",
        "posthog.billing.units Counter<Int64> {unit}",
        "posthog.cache.entries ObservableUpDownCounter<Int64> {entry}",
        "posthog.cache.evictions Counter<Int64> {entry}",
        "posthog.cache.requests Counter<Int64> {request}",
        "posthog.client.active_operations UpDownCounter<Int64> {operation}",
        "posthog.client.circuit_breaker.openings Counter<Int64> {opening}",
        "posthog.client.circuit_breaker.state ObservableUpDownCounter<Int64> {circuit_breaker}",
        "posthog.client.operation.duration Histogram<Double> s",
        "posthog.definitions.age ObservableGauge<Double> s",
        "posthog.definitions.flags ObservableUpDownCounter<Int64> {flag}",
        "posthog.definitions.leader ObservableUpDownCounter<Int64> 1",
        "posthog.definitions.refreshes Counter<Int64> {refresh}",
        "posthog.events.deduplicated Counter<Int64> {event}",
        "posthog.events.exported Counter<Int64> {event}",
        "posthog.events.processed Counter<Int64> {event}",
        "posthog.events.queue.capacity ObservableUpDownCounter<Int64> {event}",
        "posthog.events.queue.size ObservableUpDownCounter<Int64> {event}",
        "posthog.feature_flag.evaluations Counter<Int64> {evaluation}",
        "posthog.overrides.requests Counter<Int64> {request}",
    ];

    private static string Describe(Instrument instrument)
    {
        Type type = instrument.GetType();
        return $"{instrument.Name} {type.Name.Split('`')[0]}<{type.GenericTypeArguments[0].Name}> {instrument.Unit}";
    }
}
