using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PostHogFeatureManagement.Benchmarks.Sampling;

/// <summary>
/// The processor time of the current thread on Linux, which excludes the time that other processes take during a measurement. Elsewhere, the elapsed time.
/// </summary>
internal static class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    public static double Nanoseconds
    {
        get
        {
            if (OperatingSystem.IsLinux() && GetTime(ThreadProcessorTime, out Timespec time) == 0)
            {
                return (time.Seconds * 1e9) + time.Nanoseconds;
            }

            return Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
