using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Shops;

/// <summary>What a process holds at a moment.</summary>
/// <param name="Heap">The bytes of the managed heap after a compacting collection.</param>
/// <param name="Threads">The threads.</param>
/// <param name="Handles">The open files and sockets.</param>
internal sealed record ShopFigures(long Heap, int Threads, int Handles)
{
    private const string Descriptors = "/proc/self/fd";

    /// <summary>Measures this process. Finalizers run before, so that tasks whose exception nobody observed say so.</summary>
    public static ShopFigures Measure()
    {
        for (int i = 0; i < 2; i++)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using Process self = Process.GetCurrentProcess();
        int handles = Directory.Exists(Descriptors) ? Directory.GetFileSystemEntries(Descriptors).Length : self.HandleCount;
        return new ShopFigures(GC.GetTotalMemory(forceFullCollection: true), self.Threads.Count, handles);
    }

    public static ShopFigures Parse(string text)
    {
        long[] numbers = [.. text.Split(' ').Select(static number => long.Parse(number, CultureInfo.InvariantCulture))];
        return new ShopFigures(numbers[0], (int)numbers[1], (int)numbers[2]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Heap} {Threads} {Handles}");
}
