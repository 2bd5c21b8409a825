namespace PostHogFeatureManagement;

/// <summary>Settings for flag definitions. The library uses definitions when <see cref="PostHogFeatureManagementOptions.SecretKey"/> is set.</summary>
public sealed class PostHogDefinitionsOptions
{
    /// <summary>How often definitions are polled, with up to 10 % jitter. Default: 30 s. From 100 ms to 1 day.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the start of the application waits for the first definitions. It never fails without them. Default: 5 s. From 0 to 5 min.</summary>
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether PostHog's servers are never asked to evaluate. Flags that need them have no answer and are logged when definitions load. Default: false.
    /// </summary>
    public bool LocalOnly { get; set; }

    /// <summary>
    /// Whether PostHog's servers are asked about a flag that the definitions lack, such as remote config. If they do not have it either, they are not asked
    /// again before the next refresh of the definitions. At most 20 such keys are asked about between two refreshes, and never a name that is configured.
    /// Default: false, because each key costs a request. Excludes <see cref="LocalOnly"/>.
    /// </summary>
    public bool AskForMissing { get; set; }

    /// <summary>The project's time zone in PostHog, an IANA name. It applies to dates without an offset. Default: <c>UTC</c>.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>
    /// The evaluation contexts of this application. Flags restricted to contexts are answered only if one of them is listed here; other flags always are.
    /// Default: none, which filters nothing.
    /// </summary>
    public IList<string> EvaluationContexts { get; set; } = [];

    /// <summary>
    /// What happens to loaded definitions when PostHog reports that the quota is used up. Default: <see cref="QuotaExceededBehavior.KeepLastGood"/>.
    /// </summary>
    public QuotaExceededBehavior OnQuotaExceeded { get; set; } = QuotaExceededBehavior.KeepLastGood;
}
