using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PostHogFeatureManagement.Benchmarks.Sampling;

/// <summary>Processor time, to the nanosecond on Linux. It excludes the time that other processes take during a measurement.</summary>
internal static class ProcessorClock
{
    private const int CurrentThread = 3;

    /// <summary>The processor time of the current thread in nanoseconds. The elapsed time where it is not known.</summary>
    public static double OfThread => OperatingSystem.IsLinux() && GetTime(CurrentThread, out Timespec time) == 0
        ? (time.Seconds * 1e9) + time.Nanoseconds
        : Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);

    /// <summary>The processor time of all threads of a process.</summary>
    public static TimeSpan Of(Process process)
    {
        // .NET counts in ticks of 10 ms, and a turn takes only a few of them.
        if (OperatingSystem.IsLinux() && GetTime(ClockOf(process.Id), out Timespec time) == 0)
        {
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1e3);
        }

        process.Refresh();
        return process.TotalProcessorTime;
    }

    // As clock_getcpuclockid(3) does.
    private static int ClockOf(int processId) => (~processId << 3) | 2;

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
