namespace PostHogFeatureManagement.Benchmarks.LongRun.Troubles;

/// <summary>The times at which something was wrong, each with its recovery. They may overlap. Thread-safe.</summary>
internal sealed class Timeline
{
    private readonly Lock _lock = new();
    private readonly List<(TimeSpan Start, TimeSpan End)> _times = [];

    /// <summary>Begins a time and returns its index.</summary>
    public int Begin(TimeSpan at)
    {
        lock (_lock)
        {
            _times.Add((at, TimeSpan.MaxValue));
            return _times.Count - 1;
        }
    }

    public void End(int index, TimeSpan at)
    {
        lock (_lock)
        {
            _times[index] = (_times[index].Start, at);
        }
    }

    /// <summary>Whether something was wrong at some moment from one time to another.</summary>
    public bool Touches(TimeSpan from, TimeSpan to)
    {
        lock (_lock)
        {
            return _times.Exists(time => time.Start <= to && time.End >= from);
        }
    }

    /// <summary>Goes back from a moment by a time in which nothing was wrong. What is wrong in between does not count.</summary>
    public TimeSpan Before(TimeSpan at, TimeSpan calm)
    {
        lock (_lock)
        {
            while (true)
            {
                if (_times.FindIndex(time => time.Start < at && time.End >= at) is >= 0 and int within)
                {
                    at = _times[within].Start;
                    continue;
                }

                TimeSpan lastEnd = _times.Select(static time => time.End).Where(end => end < at).DefaultIfEmpty(at - calm).Max();
                if (at - lastEnd >= calm)
                {
                    return at - calm;
                }

                calm -= at - lastEnd;
                at = lastEnd;
            }
        }
    }
}
