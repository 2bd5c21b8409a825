using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// A separate process that measures the gated and the plain action of an application with PostHog and of one with Microsoft.FeatureManagement alone. All are in
/// one process, so that the JIT compiler treats what they share alike. The plain action of the first is measured without <c>UsePostHog()</c>, whose cost is the gate's.
/// </summary>
internal static class GateCostProcess
{
    /// <summary>The command that makes a process measure.</summary>
    public const string Command = "gate-cost";

    /// <summary>Runs in the process. Prints the result on one line.</summary>
    public static async Task<int> RunAsync(string[] settings)
    {
        await using WebApplication postHog = await StartAsync(settings, static app => app.UsePostHog());
        await using WebApplication unused = await StartAsync(settings, static _ => { });
        await using WebApplication microsoft = await StartAsync([.. settings, $"--{GateApp.ConstantSetting}=true"], static _ => { });
        await WaitForPostHogAsync(Server(postHog));
        Samples samples = await new PairedSampler { Rounds = GateCost.Rounds }.MeasureAsync(
            Requests(postHog, ActionsController.Gated),
            Requests(unused, ActionsController.Plain),
            Requests(microsoft, ActionsController.Gated),
            Requests(microsoft, ActionsController.Plain));
        var cost = new GateCost(
            samples.Difference(0, 1) / 1e3, samples.Bytes(0) - samples.Bytes(1), samples.Difference(2, 3) / 1e3, samples.Bytes(2) - samples.Bytes(3), samples.Nanoseconds(1) / 1e3);
        Console.WriteLine(JsonSerializer.Serialize(cost));
        return 0;
    }

    public static async Task<GateCost> MeasureAsync(StubPostHog posthog, bool isLocal, bool hasExposures)
    {
        string[] local = isLocal ? ["PostHog:SecretKey=phs_benchmarks"] : [];
        await using var process = new AppProcess(
            Command,
            isServer: false,
            [$"PostHog:HostUrl={posthog.Address}", "PostHog:ProjectToken=phc_benchmarks", $"PostHog:Events:SendFlagCalled={hasExposures}", .. local]);
        return JsonSerializer.Deserialize<GateCost>(await process.ReadLineAsync())!;
    }

    private static async Task<WebApplication> StartAsync(string[] settings, Action<IApplicationBuilder> usePostHog)
    {
        WebApplicationBuilder builder = GateApp.CreateBuilder(settings);
        builder.Services.AddSingleton<IServer, DirectServer>();
        WebApplication app = GateApp.Build(builder, usePostHog);
        await app.StartAsync();
        return app;
    }

    /// <summary>On a busy machine the first answer can come too late for the request that asked.</summary>
    private static async Task WaitForPostHogAsync(DirectServer server)
    {
        while (await server.GetAsync(ActionsController.Gated) != StatusCodes.Status200OK)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static Contender Requests(WebApplication app, string path)
    {
        DirectServer server = Server(app);
        return Contender.Of(async Task<int> () => await server.GetAsync(path) is StatusCodes.Status200OK and int status
            ? status
            : throw new InvalidOperationException($"{path} did not answer with 200."));
    }

    private static DirectServer Server(WebApplication app) => (DirectServer)app.Services.GetRequiredService<IServer>();
}
