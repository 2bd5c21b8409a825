using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// A separate process that measures the gated and the plain action of an application with PostHog and of one with Microsoft.FeatureManagement alone. Both are in
/// one process, so that the JIT compiler treats what they share alike.
/// </summary>
internal static class GateCostProcess
{
    /// <summary>The command that makes a process measure.</summary>
    public const string Command = "gate-cost";

    /// <summary>Runs in the process. Prints the result on one line.</summary>
    public static async Task<int> RunAsync(string[] settings)
    {
        await using WebApplication postHog = await StartAsync(settings);
        await using WebApplication microsoft = await StartAsync([.. settings, $"--{GateApp.ConstantSetting}=true"]);
        Samples samples = await new PairedSampler { Rounds = GateCost.Rounds }.MeasureAsync(
            Requests(postHog, ActionsController.Gated),
            Requests(postHog, ActionsController.Plain),
            Requests(microsoft, ActionsController.Gated),
            Requests(microsoft, ActionsController.Plain));
        var cost = new GateCost(samples.Difference(0, 1) / 1e3, samples.Difference(2, 3) / 1e3, samples.Nanoseconds(1) / 1e3);
        Console.WriteLine(JsonSerializer.Serialize(cost));
        return 0;
    }

    public static async Task<GateCost> MeasureAsync(StubPostHog posthog, bool isLocal, bool hasExposures)
    {
        string[] local = isLocal ? ["PostHog:SecretKey=phs_benchmarks"] : [];
        await using var process = new AppProcess(
            Command,
            [$"PostHog:HostUrl={posthog.Address}", "PostHog:ProjectToken=phc_benchmarks", $"PostHog:Events:SendFlagCalled={hasExposures}", .. local]);
        return JsonSerializer.Deserialize<GateCost>(await process.ReadLineAsync())!;
    }

    private static async Task<WebApplication> StartAsync(string[] settings)
    {
        WebApplicationBuilder builder = GateApp.CreateBuilder(settings);
        builder.Services.AddSingleton<IServer, DirectServer>();
        WebApplication app = GateApp.Build(builder);
        await app.StartAsync();
        return app;
    }

    private static Contender Requests(WebApplication app, string path)
    {
        var server = (DirectServer)app.Services.GetRequiredService<IServer>();
        return Contender.Of(async Task<int> () => await server.GetAsync(path) is 200 ? 200 : throw new InvalidOperationException($"{path} did not answer with 200."));
    }
}
