using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>The real posthog-js, which npm fetches once. Without npm, or without the package, a test is skipped; in a CI build, it fails.</summary>
internal static class PostHogJs
{
    private const string Package = "posthog-js";
    private const string Version = "1.449.2";

    private static readonly string Home = Path.Combine(Repository.Root, "artifacts", "npm", $"{Package}-{Version}");
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>The folder with <c>array.js</c>.</summary>
    public static async Task<string> FolderAsync()
    {
        string folder = Path.Combine(Home, "package", "dist");
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!Directory.Exists(folder))
            {
                await FetchAsync(Installed.Require("npm"));
            }
        }
        finally
        {
            OneAtATime.Release();
        }

        return folder;
    }

    private static async Task FetchAsync(string npm)
    {
        string arrivals = $"{Home}.{Environment.ProcessId}";
        Directory.CreateDirectory(arrivals);
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(npm)
            {
                ArgumentList = { "pack", $"{Package}@{Version}", "--pack-destination", arrivals, "--loglevel", "error" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = arrivals,
            })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            string problem = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await output;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Installed.RequireThat(process.ExitCode == 0, $"npm does not have {Package} {Version}: {problem}");

            await using var archive = new GZipStream(File.OpenRead(Directory.GetFiles(arrivals, "*.tgz").Single()), CompressionMode.Decompress);
            await TarFile.ExtractToDirectoryAsync(archive, arrivals, overwriteFiles: true, TestContext.Current.CancellationToken);
            Move(arrivals);
        }
        finally
        {
            if (Directory.Exists(arrivals))
            {
                Directory.Delete(arrivals, recursive: true);
            }
        }
    }

    // Another test run may have been faster.
    private static void Move(string arrivals)
    {
        try
        {
            Directory.Move(arrivals, Home);
        }
        catch (IOException) when (Directory.Exists(Home))
        {
        }
    }
}
