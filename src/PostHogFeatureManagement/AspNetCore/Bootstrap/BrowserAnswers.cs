namespace PostHogFeatureManagement.AspNetCore.Bootstrap;

/// <summary>The flags that a browser gets.</summary>
internal sealed class BrowserAnswers
{
    private readonly SortedDictionary<string, FlagResult> _flags = new(StringComparer.Ordinal);

    /// <summary>By PostHog's key, in its order.</summary>
    public IReadOnlyDictionary<string, FlagResult> Flags => _flags;

    /// <summary>Whether PostHog could not be asked about a flag, so that others may ask with more success.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether a flag has no answer here, for whatever reason.</summary>
    public bool IsIncomplete { get; private set; }

    public void Add(string key, in FlagResult result)
    {
        if (result.HasValue)
        {
            _flags[key] = result;
        }

        IsIncomplete |= !result.HasValue;

        // The configuration's answers carry the reason why PostHog had none.
        HasFailed |= result.Reason is FlagReason.RequestFailed or FlagReason.Timeout or FlagReason.CircuitOpen or FlagReason.QuotaLimited
            or FlagReason.Overloaded or FlagReason.Pending or FlagReason.Disabled;
    }
}
