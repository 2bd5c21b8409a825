using System.Diagnostics;
using System.Globalization;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>
/// Ends a child process together with this process, however this process ends. A shell waits for the end of its input, which comes at the latest when the
/// system closes the pipe, and then kills the child. (The kernel's parent-death signal already comes when the thread that started the child ends.)
/// </summary>
internal sealed class ChildGuard(Process child) : IDisposable
{
    private readonly Process _shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "read -r _; kill -KILL \"$0\"", child.Id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true })!;

    private bool _isDisposed;

    /// <summary>Removes the guard. Call it before you end the child, because another process can get the child's ID soon after.</summary>
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
