namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Counts how calls ended within a sliding window of ten slices.</summary>
internal sealed class RecentCalls(TimeSpan window, TimeProvider timeProvider)
{
    private const int SliceCount = 10;

    private readonly Lock _lock = new();
    private readonly Slice[] _slices = new Slice[SliceCount];
    private readonly long _start = timeProvider.GetTimestamp();

    public void Add(bool isSuccess)
    {
        lock (_lock)
        {
            long number = CurrentNumber();
            ref Slice slice = ref _slices[number % SliceCount];
            if (slice.Number != number)
            {
                slice = new Slice { Number = number };
            }

            slice.Successes += isSuccess ? 1 : 0;
            slice.Failures += isSuccess ? 0 : 1;
        }
    }

    public (int Successes, int Failures) Count()
    {
        lock (_lock)
        {
            long oldest = CurrentNumber() - SliceCount + 1;
            (int successes, int failures) = (0, 0);
            foreach (Slice slice in _slices)
            {
                if (slice.Number >= oldest)
                {
                    successes += slice.Successes;
                    failures += slice.Failures;
                }
            }

            return (successes, failures);
        }
    }

    private long CurrentNumber() => timeProvider.GetElapsedTime(_start).Ticks / (window.Ticks / SliceCount);

    private struct Slice
    {
        public long Number;
        public int Successes;
        public int Failures;
    }
}
