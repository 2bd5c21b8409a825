using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.Support;

internal static class Retention
{
    /// <summary>The bytes retained while the compiled document is referenced.</summary>
    public static long Of(byte[] document)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        FlagSet set = CompiledFlags.From(document);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(set);
        return after - before;
    }
}
