namespace PostHogFeatureManagement.Caching;

/// <summary>How long a value is fresh, stale and fail-safe, and how long the cache remembers a failure.</summary>
internal sealed record CacheLifetimes(TimeSpan FreshFor, TimeSpan StaleFor, TimeSpan FailSafeFor, TimeSpan NegativeFor)
{
    public CacheLifetimes(PostHogCacheOptions options)
        : this(options.FreshFor, options.StaleFor, options.FailSafeFor, options.NegativeFor)
    {
    }

    /// <summary>Whether the cache keeps anything.</summary>
    public bool AreKept => FreshFor > TimeSpan.Zero;

    /// <summary>The age at which a value is too old to use.</summary>
    public TimeSpan Longest { get; } = FreshFor + StaleFor > FailSafeFor ? FreshFor + StaleFor : FailSafeFor;

    private TimeSpan BriefFor { get; } = NegativeFor < FreshFor ? NegativeFor : FreshFor;

    /// <summary>
    /// The freshness of a value of this age. A value with <paramref name="isBrief"/> is fresh for the short time only. A missing value is not remembered for
    /// longer than that.
    /// </summary>
    public CacheFreshness FreshnessOf(TimeSpan age, bool isBrief, bool hasValue)
    {
        if (age < (isBrief ? BriefFor : FreshFor))
        {
            return CacheFreshness.Fresh;
        }

        if (!hasValue)
        {
            return CacheFreshness.None;
        }

        if (age < FreshFor + StaleFor)
        {
            return CacheFreshness.Stale;
        }

        return age < FailSafeFor ? CacheFreshness.FailSafe : CacheFreshness.None;
    }
}
