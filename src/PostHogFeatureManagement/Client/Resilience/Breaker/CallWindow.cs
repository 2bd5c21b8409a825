namespace PostHogFeatureManagement.Client.Resilience.Breaker;

/// <summary>Counts good and bad ends within a sliding window of ten slices. Not thread-safe.</summary>
internal sealed class CallWindow(TimeSpan window, TimeProvider timeProvider)
{
    private const int SliceCount = 10;

    private readonly Slice[] _slices = new Slice[SliceCount];
    private readonly long _start = timeProvider.GetTimestamp();

    public void Add(bool isGood)
    {
        long number = CurrentNumber();
        ref Slice slice = ref _slices[number % SliceCount];
        if (slice.Number != number)
        {
            slice = new Slice { Number = number };
        }

        slice.Good += isGood ? 1 : 0;
        slice.Bad += isGood ? 0 : 1;
    }

    public (int Good, int Bad) Count()
    {
        long oldest = CurrentNumber() - SliceCount + 1;
        (int good, int bad) = (0, 0);
        foreach (Slice slice in _slices)
        {
            if (slice.Number >= oldest)
            {
                good += slice.Good;
                bad += slice.Bad;
            }
        }

        return (good, bad);
    }

    public void Clear() => Array.Clear(_slices);

    private long CurrentNumber() => timeProvider.GetElapsedTime(_start).Ticks / (window.Ticks / SliceCount);

    private struct Slice
    {
        public long Number;
        public int Good;
        public int Bad;
    }
}
