using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Benchmarks.Fuzz;

/// <summary>Watches one case until disposed.</summary>
internal readonly struct Watch(Watchdog watchdog, RandomCase drawn) : IDisposable
{
    public void Dispose() => watchdog.Done(drawn);
}
