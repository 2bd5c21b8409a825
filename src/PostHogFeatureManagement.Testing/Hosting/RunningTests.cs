using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PostHogFeatureManagement.Testing.Hosting;

/// <summary>The tests that share a host, by the ids that their requests carry. Thread-safe.</summary>
internal sealed class RunningTests
{
    public const string Header = "X-PostHog-Test";

    private const int IdBytes = 16;

    private readonly ConcurrentDictionary<string, TestOverrides> _tests = new(StringComparer.Ordinal);

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    public void Add(string id, TestOverrides test) => _tests[id] = test;

    public TestOverrides? Find(string id) => _tests.GetValueOrDefault(id);

    public void Remove(string id) => _tests.TryRemove(id, out _);
}
