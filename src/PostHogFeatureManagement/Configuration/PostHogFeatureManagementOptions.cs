namespace PostHogFeatureManagement;

/// <summary>
/// The settings under <c>PostHog</c>. They are validated when the application starts and read once; all problems are reported together.
/// </summary>
public sealed class PostHogFeatureManagementOptions
{
    /// <summary>The configuration section that is read by default.</summary>
    public const string SectionName = "PostHog";

    /// <summary>Whether PostHog is used at all. When false nothing is ever sent and the application's own feature configuration answers. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The project token (<c>phc_…</c>); <c>ProjectApiKey</c> is accepted as another name. Not secret. Required unless <see cref="Enabled"/> is false.</summary>
    public string? ProjectToken { get; set; }

    /// <summary>
    /// A feature flags secure key (<c>phs_…</c>) or a personal key (<c>phx_…</c>) with the scope <c>feature_flag:read</c>; <c>PersonalApiKey</c> is accepted
    /// as another name. With it flags are evaluated in this process; without it every caller's answers are asked of PostHog. Default: none.
    /// </summary>
    public string? SecretKey { get; set; }

    /// <summary>PostHog's address, an absolute URL; a path is kept. Default: <c>https://us.i.posthog.com</c>.</summary>
    public string HostUrl { get; set; } = "https://us.i.posthog.com";

    /// <summary>Requests to PostHog: time-outs, retries, circuit breaker.</summary>
    public PostHogClientOptions Client { get; set; } = new();

    /// <summary>Flag definitions: how they are fetched and read.</summary>
    public PostHogDefinitionsOptions Definitions { get; set; } = new();

    /// <summary>Answers of PostHog's servers: how long they are kept.</summary>
    public PostHogCacheOptions Cache { get; set; } = new();

    /// <summary>Who is asking when a call does not say.</summary>
    public PostHogIdentityOptions Identity { get; set; } = new();

    /// <summary>How flags appear in Microsoft.FeatureManagement.</summary>
    public PostHogFeatureManagementAdapterOptions FeatureManagement { get; set; } = new();

    /// <summary>Whether anything of PostHog's is to answer; otherwise only the configuration does.</summary>
    internal bool UsesAnswers => Enabled || Cache.AnswersWhenDisabled;
}
