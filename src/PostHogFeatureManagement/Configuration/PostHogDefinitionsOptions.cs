namespace PostHogFeatureManagement;

/// <summary>Flag definitions: how they are fetched and read. They are used when <see cref="PostHogFeatureManagementOptions.SecretKey"/> is set.</summary>
public sealed class PostHogDefinitionsOptions
{
    /// <summary>How often PostHog is asked for changes, with up to 10 % jitter. Default: 30 s. From 100 ms to 1 day.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the start of the application waits for the first definitions; it never fails for want of them. Default: 5 s. From 0 to 5 min.</summary>
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Never ask PostHog's servers for answers; flags that need them have none. They are logged when definitions are loaded. Default: false.</summary>
    public bool StrictLocal { get; set; }

    /// <summary>The project's time zone in PostHog, an IANA name, for dates without an offset. Default: <c>UTC</c>.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>
    /// The evaluation contexts of this application. Flags that name contexts are answered only when one of them is listed here; flags that name none always are. Default: none, which filters nothing.
    /// </summary>
    public IList<string> EvaluationContexts { get; set; } = [];

    /// <summary>What happens to loaded definitions when PostHog says that the quota is used up. Default: <see cref="QuotaExceededBehavior.KeepLastGood"/>.</summary>
    public QuotaExceededBehavior OnQuotaExceeded { get; set; } = QuotaExceededBehavior.KeepLastGood;
}
