using System.Runtime.CompilerServices;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>
/// Some tests block threads on purpose. On a machine with few processors, the pool would then have none left for the tests beside them, and adds only one or two a
/// second.
/// </summary>
internal static class ThreadRoom
{
    private const int Threads = 64;

    [ModuleInitializer]
    internal static void Make() => ThreadPool.SetMinThreads(Threads, Threads);
}
