using System.Collections.Concurrent;
using System.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>
/// Packages from npm, installed once into a folder that Git ignores. Where npm is missing, or on a developer's machine without a network, a test is skipped; in a CI
/// build, it fails.
/// </summary>
internal static class NpmPackages
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string?>>> Folders = new(StringComparer.Ordinal);

    /// <summary>The folder whose <c>node_modules</c> has these packages.</summary>
    /// <param name="packages">The packages with their versions, such as <c>axe-core@4.10.3</c>. List what a package needs as well, to pin its version.</param>
    public static async Task<string> RequireAsync(params string[] packages)
    {
        string npm = Installed.Require("npm");
        string names = string.Join(' ', packages);
        string? folder = await Folders.GetOrAdd(names, _ => new Lazy<Task<string?>>(() => InstallAsync(npm, packages))).Value;
        Installed.RequireThat(folder is not null, $"npm cannot install {names}.");
        return folder!;
    }

    private static async Task<string?> InstallAsync(string npm, string[] packages)
    {
        string name = string.Join('+', packages.Select(static package => package.TrimStart('@').Replace('/', '-')));
        string folder = Path.Combine(Repository.Root, "artifacts", "npm", name);
        string done = Path.Combine(folder, "installed");
        if (File.Exists(done))
        {
            return folder;
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{ "private": true }""");
        using Process process = Process.Start(new ProcessStartInfo(npm)
        {
            ArgumentList = { "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--save-exact" },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }.With(packages))!;
        using var guard = new ChildGuard(process);
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            return null;
        }

        await File.WriteAllTextAsync(done, string.Empty);
        return folder;
    }

    private static ProcessStartInfo With(this ProcessStartInfo start, string[] packages)
    {
        foreach (string package in packages)
        {
            start.ArgumentList.Add(package);
        }

        return start;
    }
}
