using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.Support;

internal static class Retention
{
    /// <summary>The bytes retained while the compiled document is referenced.</summary>
    public static long Of(byte[] document) => Of(() => CompiledFlags.From(document));

    /// <summary>The bytes retained while the result is referenced.</summary>
    public static long Of(Func<FlagSet> compile)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        FlagSet set = compile();
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(set);
        return after - before;
    }
}
