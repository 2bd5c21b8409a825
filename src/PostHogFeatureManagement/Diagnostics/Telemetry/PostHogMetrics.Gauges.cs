using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PostHogFeatureManagement.Diagnostics.Telemetry;

/// <summary>Instruments that are read when someone collects. Each part says once how its own are read, and is not asked otherwise.</summary>
internal sealed partial class PostHogMetrics
{
    private static readonly string[] CircuitStates = ["closed", "open", "half_open"];

    private readonly ConcurrentQueue<Func<long>> _cacheEntries = new();
    private readonly ConcurrentQueue<(string Operation, Func<string> State)> _circuits = new();
    private volatile Func<DefinitionsReading>? _definitions;
    private volatile Func<int>? _queueSize;
    private volatile Func<long>? _projectedUnits;
    private int _queueCapacity;

    /// <param name="operation">What the circuit is for.</param>
    /// <param name="state">Its present state: closed, open or half_open.</param>
    public void ObserveCircuit(string operation, Func<string> state) => _circuits.Enqueue((operation, state));

    public void ObserveCache(Func<long> entries) => _cacheEntries.Enqueue(entries);

    public void ObserveDefinitions(Func<DefinitionsReading> read) => _definitions = read;

    public void ObserveQueue(Func<int> size, int capacity)
    {
        _queueCapacity = capacity;
        _queueSize = size;
    }

    public void ObserveProjection(Func<long> units) => _projectedUnits = units;

    private void CreateGauges(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "posthog.client.circuit_breaker.state", ReadCircuits, "{circuit_breaker}", "1 for the state that the circuit is in, 0 for the others.");
        meter.CreateObservableUpDownCounter("posthog.cache.entries", ReadCache, "{entry}", "Entries in the memory of this process.");
        meter.CreateObservableGauge("posthog.definitions.age", ReadAge, "s", "Time since the flag definitions were known to be current.");
        meter.CreateObservableUpDownCounter("posthog.definitions.flags", ReadFlags, "{flag}", "Flags by where they can be evaluated.");
        meter.CreateObservableUpDownCounter(
            "posthog.definitions.leader", ReadLeader, "1", "1 in the instance that polls for all that share definitions, 0 in the others.");
        meter.CreateObservableUpDownCounter("posthog.events.queue.size", () => Read(_queueSize is { } size ? size() : null), "{event}", "Events that wait.");
        meter.CreateObservableUpDownCounter(
            "posthog.events.queue.capacity", () => Read(_queueSize is null ? null : _queueCapacity), "{event}", "How many events may wait.");
        meter.CreateObservableGauge(
            "posthog.billing.projected_units",
            () => Read(_projectedUnits is { } units ? units() : null),
            "{unit}",
            "Units that 30 days cost at the rate of the last 24 hours.");
    }

    private static Measurement<long>[] Read(long? value) => value is { } known ? [new(known)] : [];

    private IEnumerable<Measurement<long>> ReadCircuits() =>
        from circuit in _circuits
        let present = circuit.State()
        from state in CircuitStates
        select new Measurement<long>(state == present ? 1 : 0, new(TelemetryTags.Operation, circuit.Operation), new(TelemetryTags.CircuitState, state));

    private Measurement<long>[] ReadCache() => Read(_cacheEntries.IsEmpty ? null : _cacheEntries.Sum(static entries => entries()));

    private Measurement<double>[] ReadAge() => _definitions?.Invoke() is { Source: { } source, AgeSeconds: { } age }
        ? [new(age, new KeyValuePair<string, object?>(TelemetryTags.DefinitionsSource, source))]
        : [];

    private Measurement<long>[] ReadFlags() => _definitions?.Invoke() is { Source: not null } definitions
        ?
        [
            new(definitions.LocalFlags, new KeyValuePair<string, object?>(TelemetryTags.DefinitionsEvaluation, "local")),
            new(definitions.ServerFlags, new KeyValuePair<string, object?>(TelemetryTags.DefinitionsEvaluation, "server")),
        ]
        : [];

    private Measurement<long>[] ReadLeader() => Read(_definitions?.Invoke().IsLeader is { } isLeader ? isLeader ? 1 : 0 : null);
}
