namespace PostHogFeatureManagement.Benchmarks.Fuzz;

/// <summary>Watches one case until disposed.</summary>
internal readonly struct Watch(Watchdog watchdog, int seed) : IDisposable
{
    public void Dispose() => watchdog.Done(seed);
}
