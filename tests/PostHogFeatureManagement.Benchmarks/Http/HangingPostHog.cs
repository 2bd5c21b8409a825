using System.Globalization;
using PostHogFeatureManagement.Benchmarks.Report;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// B10: the slowest requests of an application whose PostHog accepts connections but never answers, compared with one whose PostHog is healthy. Answers are
/// fresh for only one second, so both applications constantly need PostHog.
/// </summary>
internal sealed class HangingPostHog : IReportRow
{
    private const int Connections = 4;
    private const int Users = 100;
    private const string ShortlyFresh = "PostHog:Cache:FreshFor=00:00:01";

    public string Id => "B10";

    public async Task<ReportLine> MeasureAsync(PairedSampler sampler)
    {
        await using StubPostHog healthy = await StubPostHog.StartAsync();
        await using StubPostHog hanging = await StubPostHog.StartAsync();
        await using GateProcess healthyApp = await GateProcess.StartAsync(healthy, ShortlyFresh);
        await using GateProcess hangingApp = await GateProcess.StartAsync(hanging, ShortlyFresh);
        using Load healthyLoad = await Load.OpenAsync(healthyApp, ActionsController.Gated, Connections, Users);
        using Load control = await Load.OpenAsync(healthyApp, ActionsController.Gated, Connections, Users);
        using Load hangingLoad = await Load.OpenAsync(hangingApp, ActionsController.Gated, Connections, Users);
        await healthyLoad.RunAsync(TimeSpan.FromSeconds(2));
        await hangingLoad.RunAsync(TimeSpan.FromSeconds(2));
        hanging.IsHanging = true;
        LoadResult opening = await hangingLoad.RunAsync(TimeSpan.FromSeconds(6));
        int callsAfterOpening = hanging.FlagsCalls;
        TailLoad tail = await TailLoad.RunAsync(hangingLoad, healthyLoad, control);
        return tail.Line(
            Id,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{hanging.FlagsCalls - callsAfterOpening} more calls; while the circuit opens {opening.P99.TotalMilliseconds:0.00} ms"));
    }
}
