namespace PostHogFeatureManagement.Diagnostics;

/// <summary>Counts what happened within the last minute, to within 5 s. Thread-safe.</summary>
internal sealed class RecentCount(TimeProvider time)
{
    private const int SliceSeconds = 5;
    private const int SliceCount = 60 / SliceSeconds;

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly (long Number, long Count)[] _slices = new (long, long)[SliceCount];

    public long Value
    {
        get
        {
            lock (_lock)
            {
                long oldest = CurrentNumber() - SliceCount + 1;
                long sum = 0;
                foreach ((long number, long count) in _slices)
                {
                    sum += number >= oldest ? count : 0;
                }

                return sum;
            }
        }
    }

    public void Add()
    {
        lock (_lock)
        {
            long number = CurrentNumber();
            ref (long Number, long Count) slice = ref _slices[number % SliceCount];
            slice = (number, slice.Number == number ? slice.Count + 1 : 1);
        }
    }

    private long CurrentNumber() => (long)(time.GetElapsedTime(_start).TotalSeconds / SliceSeconds);
}
