namespace PostHogFeatureManagement.Caching;

/// <summary>How long a value is fresh, stale and fail-safe, and how long a failure is remembered.</summary>
internal sealed record CacheLifetimes(TimeSpan FreshFor, TimeSpan StaleFor, TimeSpan FailSafeFor, TimeSpan NegativeFor)
{
    public CacheLifetimes(PostHogCacheOptions options)
        : this(options.FreshFor, options.StaleFor, options.FailSafeFor, options.NegativeFor)
    {
    }

    /// <summary>Whether anything is kept at all.</summary>
    public bool AreKept => FreshFor > TimeSpan.Zero;

    /// <summary>The age at which a value is of no more use.</summary>
    public TimeSpan Longest { get; } = FreshFor + StaleFor > FailSafeFor ? FreshFor + StaleFor : FailSafeFor;

    private TimeSpan BriefFor { get; } = NegativeFor < FreshFor ? NegativeFor : FreshFor;

    /// <summary>
    /// Where in its life a value of this age is. <paramref name="isBrief"/> ones are fresh for the short time only, and the knowledge that there is no value never outlives it.
    /// </summary>
    public CacheFreshness Judge(TimeSpan age, bool isBrief, bool hasValue)
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
