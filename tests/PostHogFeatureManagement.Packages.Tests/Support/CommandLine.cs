using System.Diagnostics;

namespace PostHogFeatureManagement.Packages.Tests.Support;

/// <summary>Runs programs.</summary>
internal static class CommandLine
{
    // Only a program that hangs takes so long.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        string command = $"{program} {string.Join(' ', arguments)}";
        using Process process = Start(folder, program, arguments);
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token) + await error;
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"{command} exited with code {process.ExitCode}:\n{output}");
            return output;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{command} did not end within {Limit}.");
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>Starts a program whose output can be read.</summary>
    public static Process Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        // No process stays behind.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        return Process.Start(start)!;
    }

    public static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
