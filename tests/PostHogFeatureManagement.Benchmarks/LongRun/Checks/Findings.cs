using System.Collections.Concurrent;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Checks;

/// <summary>Counts what is wrong, and keeps the first few cases. Thread-safe.</summary>
internal sealed class Findings
{
    private const int Kept = 5;

    private readonly ConcurrentQueue<string> _first = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public IReadOnlyCollection<string> First => _first;

    public static Findings Of(IEnumerable<string> all)
    {
        var findings = new Findings();
        foreach (string finding in all)
        {
            findings.Add(finding);
        }

        return findings;
    }

    public void Add(string finding)
    {
        if (Interlocked.Increment(ref _count) <= Kept)
        {
            _first.Enqueue(finding);
        }
    }
}
