namespace PostHogFeatureManagement;

/// <summary>
/// The settings in the <c>PostHog</c> section. They are read and validated when the application starts. All problems are reported together. Only
/// <see cref="Enabled"/> and <see cref="PostHogOverridesOptions.Flags"/> can be changed after that.
/// </summary>
public sealed class PostHogFeatureManagementOptions
{
    /// <summary>The default configuration section.</summary>
    public const string SectionName = "PostHog";

    internal const string DefaultConnectionName = "posthog";

    /// <summary>
    /// Whether PostHog is used. If false, nothing is sent and only the application's own flags answer. It is followed when the configuration
    /// changes while the application runs. Default: true.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The project token (<c>phc_…</c>), also accepted as <c>ProjectApiKey</c>. It is not secret. Required unless <see cref="Enabled"/> is false.
    /// </summary>
    public string? ProjectToken { get; set; }

    /// <summary>
    /// A feature flags secure key (<c>phs_…</c>) or a personal key (<c>phx_…</c>) with the scope <c>feature_flag:read</c>, also accepted as
    /// <c>PersonalApiKey</c>. With it, this process evaluates flags. Without it, PostHog evaluates them. Default: none.
    /// </summary>
    public string? SecretKey { get; set; }

    /// <summary>PostHog's address, an absolute URL, which may include a path. Default: <c>https://us.i.posthog.com</c>.</summary>
    public string HostUrl { get; set; } = "https://us.i.posthog.com";

    /// <summary>
    /// Whether <see cref="HostUrl"/> may be an address with <c>http://</c> although keys and people's properties are then sent in clear text. In Development and
    /// for this machine's own addresses it always may. Default: false.
    /// </summary>
    public bool AllowInsecureHost { get; set; }

    /// <summary>
    /// The name of a connection string that gives the address and the keys, as Aspire does it: <c>Endpoint=…;ProjectToken=…;SecretKey=…</c> in
    /// <c>ConnectionStrings</c>. When the application has it, it wins over <see cref="HostUrl"/>, <see cref="ProjectToken"/> and <see cref="SecretKey"/>.
    /// Empty: none is read. Default: <c>posthog</c>.
    /// </summary>
    public string ConnectionName { get; set; } = DefaultConnectionName;

    /// <summary>Settings for requests to PostHog: time-outs, retries and circuit breaker.</summary>
    public PostHogClientOptions Client { get; set; } = new();

    /// <summary>Settings for flag definitions.</summary>
    public PostHogDefinitionsOptions Definitions { get; set; } = new();

    /// <summary>Settings for cached answers of PostHog's servers.</summary>
    public PostHogCacheOptions Cache { get; set; } = new();

    /// <summary>Settings for events: exposures of flags, and the application's own.</summary>
    public PostHogEventsOptions Events { get; set; } = new();

    /// <summary>Settings that say who is asking when a call does not.</summary>
    public PostHogIdentityOptions Identity { get; set; } = new();

    /// <summary>Settings for pages in the browser.</summary>
    public PostHogBrowserOptions Browser { get; set; } = new();

    /// <summary>Settings for the endpoint from which browsers and mobile clients read flags.</summary>
    public PostHogEndpointOptions Endpoint { get; set; } = new();

    /// <summary>Settings for values that stand above PostHog and the configuration: the operator's, and those that a request carries.</summary>
    public PostHogOverridesOptions Overrides { get; set; } = new();

    /// <summary>Settings for flags in Microsoft.FeatureManagement.</summary>
    public PostHogFeatureManagementAdapterOptions FeatureManagement { get; set; } = new();

    /// <summary>Settings for the explain page.</summary>
    public PostHogExplainOptions Explain { get; set; } = new();

    /// <summary>Settings for what the library reports about itself.</summary>
    public PostHogDiagnosticsOptions Diagnostics { get; set; } = new();

    /// <summary>Settings for the health check.</summary>
    public PostHogHealthOptions Health { get; set; } = new();

    /// <summary>The settings whose values come from the connection string, so messages name that instead.</summary>
    internal HashSet<string> SettingsFromConnection { get; } = [];

    /// <summary>Whether this process polls PostHog for definitions while it is switched on.</summary>
    internal bool PollsDefinitions => !Definitions.Offline && !string.IsNullOrEmpty(SecretKey);

    /// <summary>Whether this process evaluates flags: it polls for definitions, or has them from a file.</summary>
    internal bool EvaluatesHere => !string.IsNullOrEmpty(SecretKey) || Definitions.Offline || !string.IsNullOrEmpty(Definitions.BootstrapFile);
}
