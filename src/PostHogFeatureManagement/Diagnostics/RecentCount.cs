namespace PostHogFeatureManagement.Diagnostics;

/// <summary>Counts what happened within the last minute, to within 5 s. Thread-safe without a lock, because requests count.</summary>
internal sealed class RecentCount(TimeProvider time)
{
    private const int SliceSeconds = 5;
    private const int SliceCount = 60 / SliceSeconds;

    /// <summary>The lower bits of a slice are its count, the upper ones its number.</summary>
    private const int CountBits = 32;

    private readonly long _start = time.GetTimestamp();
    private readonly long[] _slices = new long[SliceCount];

    public long Value
    {
        get
        {
            long oldest = CurrentNumber() - SliceCount + 1;
            long sum = 0;
            for (int i = 0; i < SliceCount; i++)
            {
                long slice = Volatile.Read(ref _slices[i]);
                sum += (slice >> CountBits) >= oldest ? (uint)slice : 0;
            }

            return sum;
        }
    }

    public void Add()
    {
        long number = CurrentNumber();
        ref long slice = ref _slices[number % SliceCount];
        long before = Volatile.Read(ref slice);
        while (true)
        {
            long after = (before >> CountBits) == number ? before + 1 : (number << CountBits) + 1;
            long seen = Interlocked.CompareExchange(ref slice, after, before);
            if (seen == before)
            {
                return;
            }

            before = seen;
        }
    }

    private long CurrentNumber() => (long)(time.GetElapsedTime(_start).TotalSeconds / SliceSeconds);
}
