using System.Runtime.CompilerServices;

namespace PostHogFeatureManagement.Tests;

/// <summary>
/// Hosts in tests do not watch their settings files. Each watcher is an inotify instance, and Linux gives a user 128 of them, which an IDE and a few watchers
/// beside the tests use up. Part of every test project, and inherited by the processes that tests start.
/// </summary>
internal static class NoFileWatchers
{
    [ModuleInitializer]
    internal static void Initialize() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
