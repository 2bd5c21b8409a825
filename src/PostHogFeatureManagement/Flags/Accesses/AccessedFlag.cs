namespace PostHogFeatureManagement.Flags.Accesses;

/// <summary>A flag that application code has read in a request: PostHog's value for one caller.</summary>
internal sealed class AccessedFlag
{
    private readonly PostHogContext _caller;
    private AccessedFlag? _older;

    public AccessedFlag(string key, PostHogContext caller, in FlagResult result)
    {
        Key = key;
        _caller = caller;
        HasValue = result.HasValue;
        IsEnabled = result.IsEnabled;
        Variant = result.Variant;
    }

    public string Key { get; }

    /// <summary>Whether PostHog had a value.</summary>
    public bool HasValue { get; }

    public bool IsEnabled { get; }

    public string? Variant { get; }

    /// <summary>Whether the access has been told, or must not be.</summary>
    public bool IsReported { get; set; }

    /// <summary>The one read before. Set before this one is seen by others.</summary>
    public AccessedFlag? Older
    {
        get => _older;
        set
        {
            _older = value;
            Count = (value?.Count ?? 0) + 1;
        }
    }

    /// <summary>How many there are up to this one.</summary>
    public int Count { get; private set; }

    public bool Is(string key, PostHogContext caller, in FlagResult result) =>
        ReferenceEquals(_caller, caller)
        && IsEnabled == result.IsEnabled
        && HasValue == result.HasValue
        && string.Equals(Key, key, StringComparison.Ordinal)
        && string.Equals(Variant, result.Variant, StringComparison.Ordinal);

    public bool IsOf(PostHogContext caller) =>
        ReferenceEquals(_caller, caller) || string.Equals(_caller.DistinctId, caller.DistinctId, StringComparison.Ordinal);
}
