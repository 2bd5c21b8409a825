namespace PostHogFeatureManagement.Benchmarks.Support;

internal static class Retention
{
    /// <summary>The bytes retained while the compiled document is referenced.</summary>
    public static long Of(byte[] document) => Of(() => CompiledFlags.From(document));

    /// <summary>The bytes retained while the result is referenced.</summary>
    public static long Of<T>(Func<T> create)
        where T : class
    {
        // What an earlier row left must not die in between.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        T created = create();
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(created);
        return after - before;
    }
}
