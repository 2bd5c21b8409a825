using PostHogFeatureManagement;

namespace SampleWeb.Hosting;

internal static class ShopExport
{
    /// <summary>
    /// Asks PostHog and writes its definitions to a file, with which another instance can start: <c>PostHog:Definitions:BootstrapFile</c>. Or writes the file with
    /// the names of the flags: <c>posthog.flags.json</c>.
    /// </summary>
    public static Task<int> ExportAsync(this WebApplication app, string file, bool isTyped)
    {
        // The shop itself may be running.
        app.Urls.Add("http://127.0.0.1:0");
        return app.RunOrExplainAsync(async () =>
        {
            await app.StartAsync();
            int exitCode = await WriteAsync(app.Services.GetRequiredService<IPostHogDefinitions>(), file, isTyped);
            await app.StopAsync();
            return exitCode;
        });
    }

    private static async Task<int> WriteAsync(IPostHogDefinitions definitions, string file, bool isTyped)
    {
        DefinitionsRefreshResult refresh = await definitions.RefreshAsync();
        if (refresh.Outcome is not (DefinitionsRefreshOutcome.Changed or DefinitionsRefreshOutcome.Unchanged))
        {
            return await FailAsync($"There are no current definitions to export ({refresh.Outcome}). {refresh.Failure ?? "The export needs PostHog and PostHog:SecretKey."}");
        }

        using var export = new MemoryStream();
        await (isTyped ? definitions.ExportTypedAsync(export) : definitions.ExportAsync(export));
        try
        {
            await File.WriteAllBytesAsync(file, export.ToArray());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await FailAsync($"The export cannot be written. {exception.Message}");
        }

        Console.WriteLine($"Wrote {definitions.Status.Flags} flags to {Path.GetFullPath(file)}.");
        return 0;
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 1;
    }
}
