using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>B11: the slowest requests of an application whose Redis hangs, compared with one whose Redis is healthy.</summary>
internal sealed class HangingRedis : IReportRow
{
    private const int Connections = 4;
    private const int Users = 100;
    private const string ShortlyFresh = "PostHog:Cache:FreshFor=00:00:01";

    public string Id => "B11";

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        if (!RedisProcess.IsInstalled)
        {
            return ReportLine.NotMeasured(Id, TailLoad.Budget, "redis-server is not installed");
        }

        await using StubPostHog posthog = await StubPostHog.StartAsync();
        await using RedisProcess healthy = await RedisProcess.StartAsync();
        await using RedisProcess hanging = await RedisProcess.StartAsync();
        await using GateProcess healthyApp = await GateProcess.StartAsync(posthog, ShortlyFresh, $"{GateApp.RedisSetting}={healthy.Address}");
        await using GateProcess hangingApp = await GateProcess.StartAsync(posthog, ShortlyFresh, $"{GateApp.RedisSetting}={hanging.Address}");
        using Load healthyLoad = await Load.OpenAsync(healthyApp, ActionsController.Gated, Connections, Users);
        using Load control = await Load.OpenAsync(healthyApp, ActionsController.Gated, Connections, Users);
        using Load hangingLoad = await Load.OpenAsync(hangingApp, ActionsController.Gated, Connections, Users);
        await healthyLoad.RunAsync(TimeSpan.FromSeconds(2));
        await hangingLoad.RunAsync(TimeSpan.FromSeconds(2));
        hanging.Stop();
        LoadResult afterStop = await hangingLoad.RunAsync(TimeSpan.FromSeconds(4));
        TailLoad tail = await TailLoad.RunAsync(hangingLoad, healthyLoad, control);
        return tail.Line(Id, string.Create(CultureInfo.InvariantCulture, $"just after the stop {afterStop.P99.TotalMilliseconds:0.00} ms"));
    }
}
