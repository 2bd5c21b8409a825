using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>B11: the slowest requests of an application whose Redis hangs, compared with one whose Redis is healthy.</summary>
internal sealed class HangingRedis : IReportRow
{
    private const int Connections = 4;
    private const int Users = 100;
    private const string Budget = "<= 1.2 ×";
    private const string ShortlyFresh = "PostHog:Cache:FreshFor=00:00:01";

    public string Id => "B11";

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        if (!RedisProcess.IsInstalled)
        {
            return ReportLine.NotMeasured(Id, Budget, "redis-server is not installed");
        }

        await using StubPostHog posthog = await StubPostHog.StartAsync();
        await using RedisProcess healthy = await RedisProcess.StartAsync();
        await using RedisProcess hanging = await RedisProcess.StartAsync();
        await using GateProcess healthyApp = await GateProcess.StartAsync(posthog, isLocal: false, ShortlyFresh, $"{GateApp.RedisSetting}={healthy.Address}");
        await using GateProcess hangingApp = await GateProcess.StartAsync(posthog, isLocal: false, ShortlyFresh, $"{GateApp.RedisSetting}={hanging.Address}");
        using Load healthyLoad = await Load.OpenAsync(healthyApp, ActionsController.Gated, Connections, Users);
        using Load hangingLoad = await Load.OpenAsync(hangingApp, ActionsController.Gated, Connections, Users);
        await healthyLoad.RunAsync(TimeSpan.FromSeconds(2));
        await hangingLoad.RunAsync(TimeSpan.FromSeconds(2));
        hanging.Stop();
        LoadResult afterStop = await hangingLoad.RunAsync(TimeSpan.FromSeconds(4));
        PairedLoad load = await PairedLoad.RunAsync(hangingLoad, healthyLoad);
        double ratio = load.P99Ratio;
        return ReportLine.Of(
            Id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"p99 {ratio:0.00} × healthy ({load.P99Milliseconds:0.00} ms, {load.Failures} not 200); "
                + $"just after the stop {afterStop.P99.TotalMilliseconds:0.00} ms"),
            Budget,
            ratio <= 1.2 && load.Failures == 0);
    }
}
