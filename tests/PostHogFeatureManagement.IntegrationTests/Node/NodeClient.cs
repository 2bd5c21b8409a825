using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Node;

/// <summary>PostHog's official client for Node, at work for one task in a process of its own.</summary>
internal static class NodeClient
{
    /// <summary>Has the client do a task of <c>client.mjs</c>. Returns the task's result and the requests that the client sent.</summary>
    /// <param name="host">The emulator.</param>
    /// <param name="name">The task's name.</param>
    /// <param name="arguments">What the task needs.</param>
    /// <param name="usesNewerEvents">Whether the client sends events to <c>/i/v1/analytics/events</c>.</param>
    public static async Task<(JsonElement Result, string[] Requests)> RunAsync(Uri host, string name, JsonObject arguments, bool usesNewerEvents = false)
    {
        string node = Installed.Require("node");
        arguments["name"] = name;
        arguments["folder"] = await NpmPackages.RequireAsync("posthog-node@5.70.0", "@posthog/core@1.67.3");
        arguments["host"] = host.GetLeftPart(UriPartial.Authority);

        var start = new ProcessStartInfo(node, [Path.Combine(AppContext.BaseDirectory, "Node", "client.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POSTHOG_CAPTURE_MODE"] = usesNewerEvents ? "v1" : "v0";
        using Process process = Process.Start(start)!;
        using var guard = new ChildGuard(process);
        await process.StandardInput.WriteAsync(arguments.ToJsonString());
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);

        JsonElement answer = JsonElement.Parse(output);
        return (answer.GetProperty("result"), [.. answer.GetProperty("requests").EnumerateArray().Select(static request => request.GetString()!)]);
    }
}
