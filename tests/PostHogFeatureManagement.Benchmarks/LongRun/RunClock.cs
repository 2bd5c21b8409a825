using System.Diagnostics;

namespace PostHogFeatureManagement.Benchmarks.LongRun;

/// <summary>The time since the start of the run. All moments in this folder are such times.</summary>
internal sealed class RunClock
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _startTime = DateTimeOffset.UtcNow;

    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    public TimeSpan Of(DateTimeOffset time) => time - _startTime;
}
