namespace PostHogFeatureManagement.Flags.Overrides;

/// <summary>What one request, or one test, puts above PostHog and the configuration. Names are compared without letter case. Thread-safe.</summary>
internal abstract class RequestOverrides
{
    /// <summary>Whether a check of this name may be overridden, whoever asks.</summary>
    public abstract bool Contains(string name);

    /// <summary>The value of a flag for a caller. False when it is not overridden.</summary>
    public abstract bool TryGet(string name, PostHogContext caller, out FlagResult result);

    /// <summary>The names that are overridden for this caller.</summary>
    public abstract IEnumerable<string> NamesFor(PostHogContext caller);

    /// <summary>Why PostHog must not be asked about a flag that has no value here. Null when it may be asked.</summary>
    public virtual FlagReason? WhyNotPostHog(string name, PostHogContext caller) => null;
}
