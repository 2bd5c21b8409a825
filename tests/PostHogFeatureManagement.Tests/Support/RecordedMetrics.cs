using System.Diagnostics.Metrics;
using System.Globalization;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Everything that the meter of one application reports, as an exporter sees it.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<Instrument> _instruments = [];
    private readonly List<(string Instrument, string Tags, double Value)> _measured = [];
    private readonly Lock _lock = new();

    public RecordedMetrics(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PostHogDiagnostics.MeterName && instrument.Meter.Scope == meters)
            {
                _instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<Instrument> Instruments => _instruments;

    /// <summary>The series of an instrument, as their tags in the order in which they are given.</summary>
    public IReadOnlyList<string> Series(string instrument)
    {
        _listener.RecordObservableInstruments();
        lock (_lock)
        {
            return [.. _measured.Where(item => item.Instrument == instrument).Select(static item => item.Tags).Distinct().Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The sum of what was counted, for all series or one.</summary>
    public double Sum(string instrument, string? tags = null)
    {
        lock (_lock)
        {
            return _measured.Where(item => item.Instrument == instrument && (tags is null || item.Tags == tags)).Sum(static item => item.Value);
        }
    }

    /// <summary>What an instrument shows that is read. Null when it shows nothing.</summary>
    public double? Read(string instrument, string tags = "")
    {
        lock (_lock)
        {
            _measured.RemoveAll(item => item.Instrument == instrument);
        }

        _listener.RecordObservableInstruments();
        lock (_lock)
        {
            return _measured.Where(item => item.Instrument == instrument && item.Tags == tags).Select(static item => (double?)item.Value).LastOrDefault();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string text = string.Join(' ', tags.ToArray().Select(static tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}")));
        lock (_lock)
        {
            _measured.Add((instrument.Name, text, value));
        }
    }
}
