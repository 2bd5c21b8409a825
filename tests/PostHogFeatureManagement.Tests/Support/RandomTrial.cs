namespace PostHogFeatureManagement.Tests.Support;

/// <summary>One random case: where it comes from, what it consists of, and what the library took for it.</summary>
/// <param name="random">Determines the case.</param>
/// <param name="clock">Processor time of the current thread in nanoseconds.</param>
internal sealed class RandomTrial(Random random, Func<double> clock)
{
    private const int BytesForAnyInput = 1024 * 1024;
    // The sections of a payload keep their paths, as those of .NET do, so a long name above many members takes much more than the payload.
    private const int BytesForEachByte = 2_000;

    public Random Random => random;

    /// <summary>The input, to be shown with a fault.</summary>
    public List<byte[]> Documents { get; } = [];

    /// <summary>The time that the slowest step took.</summary>
    public double Time { get; private set; }

    /// <summary>Takes a step of the library. It may allocate only in proportion to its input.</summary>
    public string? Take(int inputSize, Func<string?> step)
    {
        double start = clock();
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? fault = step();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Time = Math.Max(Time, clock() - start);
        long limit = BytesForAnyInput + ((long)BytesForEachByte * inputSize);
        return fault ?? (allocated > limit ? $"An input of {inputSize} bytes allocates {allocated} bytes." : null);
    }
}
