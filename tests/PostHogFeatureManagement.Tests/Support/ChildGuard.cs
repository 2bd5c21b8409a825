using System.Diagnostics;
using System.Globalization;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>
/// Ends a child process with this one, however this one ends: a shell waits for the end of its input, which comes at the latest when the system closes the pipe, and kills the child.
/// (The kernel's own signal for a parent's death comes when the thread that started the child ends.)
/// </summary>
internal sealed class ChildGuard(Process child) : IDisposable
{
    private readonly Process _shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "read -r _; kill -KILL \"$0\"", child.Id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true })!;

    private bool _isDisposed;

    /// <summary>Stands down. Call it before the child is ended: its number may be another process's soon after.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _shell.Kill();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
