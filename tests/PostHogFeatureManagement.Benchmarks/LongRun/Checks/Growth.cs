using PostHogFeatureManagement.Benchmarks.LongRun.Shops;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Checks;

/// <summary>How what the instances hold has grown since the end of the warm-up.</summary>
internal sealed class Growth
{
    private const double HeapShare = 0.05;
    private const long HeapBytes = 2_000_000;

    /// <summary>The thread pool adds a thread when work waits, and takes it back when it idles.</summary>
    private const int MoreThreads = 6;

    /// <summary>Connections to the parts of the run come and go with its troubles.</summary>
    private const int MoreHandles = 20;

    private readonly List<ShopFigures[]> _figures = [];

    /// <summary>Adds what the instances hold now. The first figures are those at the end of the warm-up.</summary>
    public void Add(ShopFigures[] figures) => _figures.Add(figures);

    /// <summary>
    /// No two later figures in a row may be higher by more than a share or some bytes, whichever is more. One may be taken in the middle of something.
    /// </summary>
    public CheckResult Heap() => Check(
        "heap",
        static one => one.Heap,
        static later => later.Zip(later.Skip(1), Math.Min).Max(),
        static before => Math.Max(before * HeapShare, HeapBytes),
        static bytes => FormattableString.Invariant($"{bytes / 1e6:0.0} MB"));

    public CheckResult Threads() => Check("threads", static one => one.Threads, LastLow, static _ => MoreThreads, Show);

    public CheckResult Handles() => Check("handles", static one => one.Handles, LastLow, static _ => MoreHandles, Show);

    private static string Show(long count) => FormattableString.Invariant($"{count}");

    /// <summary>The lower of the last two.</summary>
    private static long LastLow(IEnumerable<long> figures) => figures.TakeLast(2).Min();

    private CheckResult Check(
        string name, Func<ShopFigures, long> of, Func<IEnumerable<long>, long> later, Func<long, double> allowed, Func<long, string> show)
    {
        var instances = Enumerable.Range(0, LongRunPlan.Instances)
            .Select(instance => _figures.Select(figures => of(figures[instance])).ToArray())
            .Select(figures => (Before: figures[0], Later: later(figures.Skip(1))))
            .ToArray();
        bool isFlat = Array.TrueForAll(instances, one => one.Later - one.Before <= allowed(one.Before));
        return new CheckResult(
            $"{name} flat after the warm-up", isFlat, string.Join("; ", instances.Select(one => $"{show(one.Before)}, later {show(one.Later)}")));
    }
}
