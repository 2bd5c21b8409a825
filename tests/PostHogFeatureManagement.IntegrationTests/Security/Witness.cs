using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace PostHogFeatureManagement.IntegrationTests.Security;

/// <summary>Listens to all activities and metrics of the process and keeps every text that they have. The library has no event sources.</summary>
internal sealed class Witness : IDisposable
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public Witness()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = static source => IsOfInterest(source.Name),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        Watch<byte>();
        Watch<short>();
        Watch<int>();
        Watch<long>();
        Watch<float>();
        Watch<double>();
        Watch<decimal>();
        _meters.Start();
    }

    public IReadOnlyCollection<string> Texts => _texts;

    /// <summary>Asks the instruments that are only read.</summary>
    public void ReadMeters() => _meters.RecordObservableInstruments();

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    /// <summary>The web server writes what the test itself sends.</summary>
    private static bool IsOfInterest(string name) => !name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);

    private void Watch<T>()
        where T : struct => _meters.SetMeasurementEventCallback<T>((instrument, value, tags, _) =>
            _texts.Enqueue($"metric {instrument.Name} {Show(tags)}"));

    private static string Show(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string shown = string.Empty;
        foreach ((string key, object? value) in tags)
        {
            shown += string.Create(CultureInfo.InvariantCulture, $"{key}={value};");
        }

        return shown;
    }

    private void Keep(Activity activity)
    {
        _texts.Enqueue($"activity {activity.OperationName} {activity.DisplayName} {activity.StatusDescription}");
        foreach ((string key, object? value) in activity.TagObjects)
        {
            _texts.Enqueue($"activity {activity.OperationName} {key}={value}");
        }

        foreach (ActivityEvent happened in activity.Events)
        {
            _texts.Enqueue($"activity {activity.OperationName} {happened.Name} {Show(happened.Tags.ToArray())}");
        }
    }
}
