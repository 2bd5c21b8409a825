using PostHogFeatureManagement;

namespace SampleWeb.Hosting;

internal static class ShopExport
{
    /// <summary>Writes the current definitions to a file, with which another instance can start: <c>PostHog:Definitions:BootstrapFile</c>.</summary>
    public static Task<int> ExportAsync(this WebApplication app, string file)
    {
        // The shop itself may be running.
        app.Urls.Add("http://127.0.0.1:0");
        return app.RunOrExplainAsync(async () =>
        {
            await app.StartAsync();
            int exitCode = await WriteAsync(app.Services.GetRequiredService<IPostHogDefinitions>(), file);
            await app.StopAsync();
            return exitCode;
        });
    }

    private static async Task<int> WriteAsync(IPostHogDefinitions definitions, string file)
    {
        DefinitionsStatus status = definitions.Status;
        if (status.Source is null)
        {
            await Console.Error.WriteLineAsync($"There are no definitions to export. {status.LastFailure ?? "Set PostHog:SecretKey."}");
            return 1;
        }

        using var export = new MemoryStream();
        await definitions.ExportAsync(export);
        await File.WriteAllBytesAsync(file, export.ToArray());
        Console.WriteLine($"Wrote {status.Flags} flags to {Path.GetFullPath(file)}.");
        return 0;
    }
}
