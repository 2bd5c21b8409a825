using System.Diagnostics.Metrics;

namespace PostHogFeatureManagement.Diagnostics.Telemetry;

/// <summary>
/// All instruments, and one method for each thing that is counted. Tags have closed sets of values, never identities, and the same order everywhere. While
/// nothing collects an instrument, counting costs a look at it and allocates nothing. Thread-safe.
/// </summary>
internal sealed partial class PostHogMetrics
{
    private readonly EvaluationSeries _series = new();
    private readonly Counter<long> _evaluations;
    private readonly Histogram<double> _operationDuration;
    private readonly UpDownCounter<long> _activeOperations;
    private readonly Counter<long> _circuitOpenings;
    private readonly Counter<long> _cacheRequests;
    private readonly Counter<long> _cacheEvictions;
    private readonly Counter<long> _refreshes;
    private readonly Counter<long> _eventsProcessed;
    private readonly Counter<long> _eventsExported;
    private readonly Counter<long> _eventsDeduplicated;
    private readonly Counter<long> _billingUnits;
    private readonly Counter<long> _overrides;
    private readonly TimeProvider _time;

    public PostHogMetrics(IMeterFactory meters, [LibraryClock] TimeProvider time)
    {
        _time = time;
        Meter meter = meters.Create(new MeterOptions(PostHogDiagnostics.MeterName)
        {
            Version = PostHogDiagnostics.Version,
            TelemetrySchemaUrl = PostHogDiagnostics.SchemaUrl,
        });
        _evaluations = meter.CreateCounter<long>("posthog.feature_flag.evaluations", "{evaluation}", "Answers about flags given to the application.");
        _operationDuration = meter.CreateHistogram(
            "posthog.client.operation.duration",
            "s",
            "How long requests to PostHog take, with their retries.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5] });
        _activeOperations = meter.CreateUpDownCounter<long>("posthog.client.active_operations", "{operation}", "Requests to PostHog that are under way.");
        _circuitOpenings = meter.CreateCounter<long>("posthog.client.circuit_breaker.openings", "{opening}", "How often a circuit opened.");
        _cacheRequests = meter.CreateCounter<long>("posthog.cache.requests", "{request}", "Look-ups of answers of PostHog's servers in a cache.");
        _cacheEvictions = meter.CreateCounter<long>("posthog.cache.evictions", "{entry}", "Entries that were removed from the memory of this process for lack of room.");
        _refreshes = meter.CreateCounter<long>("posthog.definitions.refreshes", "{refresh}", "Refreshes of the flag definitions.");
        _eventsProcessed = meter.CreateCounter<long>("posthog.events.processed", "{event}", "Events that were handed over for sending, or dropped before that.");
        _eventsExported = meter.CreateCounter<long>("posthog.events.exported", "{event}", "Events that PostHog took, or that were given up.");
        _eventsDeduplicated = meter.CreateCounter<long>("posthog.events.deduplicated", "{event}", "Exposures that were not sent, because they had been sent before.");
        _billingUnits = meter.CreateCounter<long>("posthog.billing.units", "{unit}", "What the requests of this instance cost in PostHog's billable units.");
        _overrides = meter.CreateCounter<long>("posthog.overrides.requests", "{request}", "Requests that carried overrides of flags.");
        CreateGauges(meter);
    }

    /// <summary>Whether evaluations are counted. Ask before anything is worked out for <see cref="Evaluated"/>.</summary>
    public bool CountsEvaluations => _evaluations.Enabled;

    /// <summary>An answer was given to the application.</summary>
    /// <param name="key">The flag's key, from where flags are kept. Null when the name is not known.</param>
    /// <param name="variant">The value: the variant's key, or else <c>true</c> or <c>false</c>.</param>
    /// <param name="reason">A constant of <see cref="EvaluationReason"/>.</param>
    public void Evaluated(string? key, string variant, string reason)
    {
        bool isKnown = key is not null && _series.Admits(key, variant, reason);
        _evaluations.Add(
            1,
            new(TelemetryTags.FlagKey, isKnown ? key : TelemetryTags.Other),
            new(TelemetryTags.FlagVariant, isKnown ? variant : TelemetryTags.Other),
            new(TelemetryTags.FlagReason, reason));
    }

    /// <summary>A request to PostHog begins. Pass the result to <see cref="OperationEnded"/> or <see cref="OperationAbandoned"/>.</summary>
    public OperationStart OperationBegan(string operation)
    {
        bool isActive = _activeOperations.Enabled;
        if (isActive)
        {
            _activeOperations.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Operation, operation));
        }

        return new OperationStart(operation, isActive, _operationDuration.Enabled ? _time.GetTimestamp() : null);
    }

    public void OperationEnded(in OperationStart start, string? errorType)
    {
        OperationAbandoned(start);
        if (start.Timestamp is { } began)
        {
            double seconds = _time.GetElapsedTime(began).TotalSeconds;
            var operation = new KeyValuePair<string, object?>(TelemetryTags.Operation, start.Operation);
            if (errorType is null)
            {
                _operationDuration.Record(seconds, operation);
            }
            else
            {
                _operationDuration.Record(seconds, operation, new(TelemetryTags.ErrorType, errorType));
            }
        }
    }

    /// <summary>The request was cancelled by its caller, or was not sent because PostHog is switched off. It has no duration.</summary>
    public void OperationAbandoned(in OperationStart start)
    {
        if (start.IsActive)
        {
            _activeOperations.Add(-1, new KeyValuePair<string, object?>(TelemetryTags.Operation, start.Operation));
        }
    }

    public void CircuitOpened(string operation, string cause)
    {
        if (_circuitOpenings.Enabled)
        {
            _circuitOpenings.Add(1, new(TelemetryTags.Operation, operation), new(TelemetryTags.CircuitCause, cause));
        }
    }

    public void CacheAsked(string level, string result)
    {
        if (_cacheRequests.Enabled)
        {
            _cacheRequests.Add(1, new(TelemetryTags.CacheLevel, level), new(TelemetryTags.CacheResult, result));
        }
    }

    public void CacheEvicted() => _cacheEvictions.Add(1);

    /// <summary>The definitions were refreshed, from PostHog or from what another instance shares.</summary>
    public void Refreshed(string result, string? errorType = null)
    {
        var tag = new KeyValuePair<string, object?>(TelemetryTags.DefinitionsResult, result);
        if (errorType is null)
        {
            _refreshes.Add(1, tag);
        }
        else
        {
            _refreshes.Add(1, tag, new(TelemetryTags.ErrorType, errorType));
        }
    }

    /// <summary>Events were handed over for sending, or dropped before that.</summary>
    public void EventsProcessed(int count, string? errorType = null) => Add(_eventsProcessed, count, TelemetryTags.ErrorType, errorType);

    /// <summary>PostHog took events, or they were given up after they had been handed over.</summary>
    public void EventsExported(int count, string? errorType = null) => Add(_eventsExported, count, TelemetryTags.ErrorType, errorType);

    /// <summary>An exposure was sent before, by this process or by another instance.</summary>
    public void EventDeduplicated(bool isByOther) =>
        Add(_eventsDeduplicated, 1, TelemetryTags.DeduplicationLevel, isByOther ? TelemetryTags.DeduplicationFleet : TelemetryTags.DeduplicationMemory);

    public void UnitsSpent(string kind, int units) => Add(_billingUnits, units, TelemetryTags.BillingKind, kind);

    /// <summary>A request carried overrides.</summary>
    /// <param name="result">What became of them: one of a closed set.</param>
    public void OverridesSeen(string result) => Add(_overrides, 1, TelemetryTags.OverridesResult, result);

    private static void Add(Counter<long> counter, int count, string tag, string? value)
    {
        if (!counter.Enabled)
        {
            return;
        }

        if (value is null)
        {
            counter.Add(count);
        }
        else
        {
            counter.Add(count, new KeyValuePair<string, object?>(tag, value));
        }
    }

    /// <summary>What is remembered of a request while it is under way.</summary>
    /// <param name="Operation">The operation.</param>
    /// <param name="IsActive">Whether it was counted as under way. A collector that comes meanwhile must not see it end only.</param>
    /// <param name="Timestamp">When it began. Null when that is not measured.</param>
    internal readonly record struct OperationStart(string Operation, bool IsActive, long? Timestamp);
}
