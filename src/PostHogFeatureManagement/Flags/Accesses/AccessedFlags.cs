namespace PostHogFeatureManagement.Flags.Accesses;

/// <summary>
/// The flags that application code has read in a request, newest first. A short list that only grows, so reading it needs no lock. Beyond a bound, flags are
/// not listed. Thread-safe.
/// </summary>
internal sealed class AccessedFlags
{
    private const int Limit = 100;

    private const byte Yes = 1;
    private const byte No = 2;

    private AccessedFlag? _newest;
    private volatile byte _mayBeReported;

    /// <summary>Null when no flag was read.</summary>
    public AccessedFlag? Newest => Volatile.Read(ref _newest);

    /// <summary>Whether the request's accesses may be told to anyone. Null until that has been found out.</summary>
    public bool? MayBeReported
    {
        get => _mayBeReported switch { Yes => true, No => false, _ => null };
        set => _mayBeReported = value switch { true => Yes, false => No, null => 0 };
    }

    /// <summary>The access with this value, which is added if it is the first. Null when there is no room for it.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="caller">The caller. Another object is another caller.</param>
    /// <param name="result">PostHog's result, also when something else answered.</param>
    public AccessedFlag? Add(string key, PostHogContext caller, in FlagResult result)
    {
        AccessedFlag? added = null;
        while (true)
        {
            AccessedFlag? newest = Volatile.Read(ref _newest);
            for (AccessedFlag? flag = newest; flag is not null; flag = flag.Older)
            {
                if (flag.Is(key, caller, result))
                {
                    return flag;
                }
            }

            if (newest is { Count: >= Limit })
            {
                return null;
            }

            added ??= new AccessedFlag(key, caller, result);
            added.Older = newest;
            if (Interlocked.CompareExchange(ref _newest, added, newest) == newest)
            {
                return added;
            }
        }
    }
}
