namespace PostHogFeatureManagement;

/// <summary>
/// Settings for flag definitions. The library polls PostHog for definitions when <see cref="PostHogFeatureManagementOptions.SecretKey"/> is set. It can also start
/// from a file.
/// </summary>
public sealed class PostHogDefinitionsOptions
{
    /// <summary>How often definitions are polled, with up to 10 % jitter. Default: 30 s. From 100 ms to 1 day.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the start of the application waits for the first definitions. It never fails without them. Default: 5 s. From 0 to 5 min.</summary>
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the instances of an application share their definitions through its distributed cache, so that only one of them polls PostHog, and an instance that
    /// starts while PostHog is away has all flags. Without a distributed cache it does nothing. Default: true.
    /// </summary>
    public bool Share { get; set; } = true;

    /// <summary>
    /// How often an instance looks whether others have shared newer definitions. Through PostHogFeatureManagement.Redis it is told at once, and looks once per
    /// <see cref="PollInterval"/> in case a message was lost. Default: 5 s. From 100 ms to 1 h.
    /// </summary>
    public TimeSpan ShareCheckInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A file that this application writes with every change of the definitions, and starts from while PostHog cannot be reached. A relative path starts at the
    /// content root. The folder must exist and be writable; otherwise there is one warning and no file. The file contains all conditions, which may include e-mail
    /// addresses, so on Unix only the owner can read it. Without a <see cref="PostHogFeatureManagementOptions.SecretKey"/> it is read only if
    /// <see cref="Offline"/> is set. Default: none.
    /// </summary>
    public string? LastGoodFile { get; set; }

    /// <summary>
    /// A file that is deployed with the application, to start from when nothing newer is there: what <see cref="IPostHogDefinitions.ExportAsync"/> writes, or a
    /// response of PostHog's <c>/flags/definitions</c>. A relative path starts at the content root. If it is missing or cannot be read, the application does not start.
    /// Without a <see cref="PostHogFeatureManagementOptions.SecretKey"/> it stays in use. Default: none.
    /// </summary>
    public string? BootstrapFile { get; set; }

    /// <summary>
    /// Whether no request is sent to PostHog. Flags are then evaluated from <see cref="LastGoodFile"/>, or else <see cref="BootstrapFile"/>. If neither can be used,
    /// the application does not start. Default: false.
    /// </summary>
    public bool Offline { get; set; }

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

    /// <summary>After how long without a check of a flag polls become rare. 0: never. Default: 5 min. From 0 to 1 day.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How often definitions are polled while no flag is checked, unless <see cref="PollInterval"/> is longer. The next check is answered at once from the definitions
    /// that are there, and polls are as frequent as before from then on. Default: 5 min. From 1 s to 1 day.
    /// </summary>
    public TimeSpan IdleInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many of PostHog's billable units this instance may cost in 30 days, evaluations by PostHog included. When its requests exceed that rate, there is one warning
    /// a day; nothing else changes. <see cref="DefinitionsStatus.Usage"/> has the figures. Default: none. At least 1.
    /// </summary>
    public long? MonthlyUnitBudget { get; set; }

    /// <summary>
    /// The secret of the refresh endpoint, which <c>MapPostHog()</c> maps only when this is set. At least 16 characters, visible ASCII without spaces; keep it out of
    /// source control. Default: none.
    /// </summary>
    public string? RefreshSecret { get; set; }

    /// <summary>Whether PostHog's servers may be asked to evaluate.</summary>
    internal bool AsksServers => !LocalOnly && !Offline;
}
