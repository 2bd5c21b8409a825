using System.Diagnostics.Metrics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Diagnostics.Telemetry;

/// <summary>However many flags, variants and invented names there are, a collector keeps a bounded number of series.</summary>
[Trait("Promise", "OP-01")]
[Trait("Promise", "SC-06")]
public sealed class SeriesLimitTests
{
    [Fact]
    public void Evaluated_ManyFlags_HasAtMostTheLimit()
    {
        IMeterFactory meters = TestMetrics.Factory();
        using var recorded = new RecordedMetrics(meters);
        var metrics = new PostHogMetrics(meters, TimeProvider.System);
        for (int flag = 0; flag < 3_000; flag++)
        {
            metrics.Evaluated(Name(flag), "true", EvaluationReason.Split);
        }

        metrics.Evaluated(Name(0), "true", EvaluationReason.Split);
        metrics.Evaluated(Name(2_999), "true", EvaluationReason.Default);

        IReadOnlyList<string> series = recorded.Series("posthog.feature_flag.evaluations");
        Assert.InRange(series.Count, 1_400, EvaluationSeries.Limit);
        Assert.Contains(series, static one => one.StartsWith("feature_flag.key=_other feature_flag.result.variant=_other", StringComparison.Ordinal));
        Assert.Equal(2, recorded.Sum("posthog.feature_flag.evaluations", $"feature_flag.key={Name(0)} feature_flag.result.variant=true feature_flag.result.reason=split"));
        Assert.Equal(3_002, recorded.Sum("posthog.feature_flag.evaluations"));
    }

    /// <summary>The collector also sees the applications of other tests, so only these names and the limit tell something.</summary>
    [Fact]
    public async Task GetFlagAsync_InventedNames_AreOneSeriesInOpenTelemetry()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"))));
        await library.RefreshAsync();
        var points = new List<string>();
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(PostHogDiagnostics.MeterName)
            .AddReader(new BaseExportingMetricReader(new Exporter(points)))
            .Build();
        for (int name = 0; name < 5_000; name++)
        {
            await library.Flags.GetFlagAsync($"wp-login.php?{name}", new PostHogContext($"visitor-{name}"), cancellationToken: TestContext.Current.CancellationToken);
        }

        await library.Flags.GetFlagAsync("beta", new PostHogContext("ada"), cancellationToken: TestContext.Current.CancellationToken);
        provider.ForceFlush();

        Assert.Contains("feature_flag.key=beta feature_flag.result.reason=targeting_match feature_flag.result.variant=true", points);
        Assert.Contains("feature_flag.key=_other feature_flag.result.reason=error feature_flag.result.variant=_other", points);
        Assert.DoesNotContain(points, static point => point.Contains("wp-login", StringComparison.Ordinal) || point.Contains("visitor", StringComparison.Ordinal));
        Assert.DoesNotContain(points, static point => point.Contains("otel.metric.overflow", StringComparison.Ordinal));
        Assert.InRange(points.Count, 2, EvaluationSeries.Limit);
    }

    private static string Name(int flag) => string.Create(CultureInfo.InvariantCulture, $"flag-{flag}");

    private sealed class Exporter(List<string> points) : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (Metric metric in batch)
            {
                foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
                {
                    var tags = new List<string>();
                    foreach (KeyValuePair<string, object?> tag in point.Tags)
                    {
                        tags.Add($"{tag.Key}={tag.Value}");
                    }

                    points.Add(string.Join(' ', tags.Order(StringComparer.Ordinal)));
                }
            }

            return ExportResult.Success;
        }
    }
}
