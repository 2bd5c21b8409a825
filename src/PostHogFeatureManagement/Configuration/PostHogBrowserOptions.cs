namespace PostHogFeatureManagement;

/// <summary>Settings for the <c>posthog-bootstrap</c> tag, which gives a page and posthog-js the flags that this application decided.</summary>
public sealed class PostHogBrowserOptions
{
    /// <summary>The keys of the flags that a tag without <c>flags</c> passes on. Default: none.</summary>
    public IList<string> Flags { get; set; } = [];

    /// <summary>
    /// Where posthog-js sends to: an absolute URL, or a path of this application that begins with <c>/</c>, such as the one passed to <c>MapPostHogProxy</c>.
    /// Default: none, which is <see cref="PostHogFeatureManagementOptions.HostUrl"/>.
    /// </summary>
    public string? ApiHost { get; set; }

    /// <summary>
    /// Whether the tag loads posthog-js. If false, the page loads it itself, or does without it and reads the flags from <c>window.posthogBootstrap</c>.
    /// Default: true.
    /// </summary>
    public bool LoadScript { get; set; } = true;

    /// <summary>
    /// Where posthog-js (<c>array.js</c>) is: an absolute URL, or a path of this application that begins with <c>/</c>. Default: none, which is
    /// <c>/static/array.js</c> of <see cref="ApiHost"/>.
    /// </summary>
    public string? ScriptUrl { get; set; }

    /// <summary>
    /// Whether the page tells posthog-js who is signed in: it identifies the user, with their groups, and forgets the user of before. If false, the application
    /// calls <c>identify()</c> and <c>reset()</c> itself. Default: true.
    /// </summary>
    public bool Identify { get; set; } = true;

    /// <summary>
    /// Whether posthog-js asks PostHog for all flags at the start of each page, although it has some. PostHog bills it as a request. If false, it asks when the
    /// tag could not pass on a flag, when the user changes, and after 5 minutes. Default: false.
    /// </summary>
    public bool ReloadFlags { get; set; }
}
