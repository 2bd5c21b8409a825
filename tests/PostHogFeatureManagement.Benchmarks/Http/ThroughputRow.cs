using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>Requests per second of the gated action, compared with the plain action of the same application.</summary>
internal abstract class ThroughputRow(string id, double budget) : IReportRow
{
    /// <summary>Enough to keep two cores busy.</summary>
    private const int Connections = 8;

    public string Id => id;

    protected virtual int Users => 1;

    protected virtual string Budget => string.Create(CultureInfo.InvariantCulture, $">= {budget:0.00}");

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        await using StubPostHog posthog = await StubPostHog.StartAsync();
        await using GateProcess app = await StartAsync(posthog);
        long start = TimeProvider.System.GetTimestamp();
        PairedLoad load = await RunAsync(app);
        bool isSound = Check(posthog, TimeProvider.System.GetElapsedTime(start), out string remark);
        string comparison = await CompareAsync(posthog);
        return ReportLine.Of(
            id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{load.ThroughputRatio:0.000} of the plain action (by the wall clock {load.WallRatio:0.000}, {load.RequestsPerSecond:0} requests/s; "
                + $"{load.MoreMicroseconds:+0.0;-0.0} us per request; {load.Failures} not 200){remark}{comparison}"),
            Budget,
            load.ThroughputRatio >= budget && load.Failures == 0 && isSound);
    }

    protected abstract Task<GateProcess> StartAsync(StubPostHog posthog);

    /// <summary>Describes a comparison for the result.</summary>
    protected virtual Task<string> CompareAsync(StubPostHog posthog) => Task.FromResult(string.Empty);

    protected async Task<PairedLoad> RunAsync(GateProcess app)
    {
        using Load gated = await Load.OpenAsync(app, ActionsController.Gated, Connections, Users);
        using Load plain = await Load.OpenAsync(app, ActionsController.Plain, Connections, Users);
        await WarmUpAsync(gated);
        var load = new PairedLoad(gated, plain);
        await load.RunAsync();
        return load;
    }

    protected virtual Task WarmUpAsync(Load gated) => Task.CompletedTask;

    protected virtual bool Check(StubPostHog posthog, TimeSpan elapsed, out string remark)
    {
        remark = string.Empty;
        return true;
    }
}
