namespace PostHogFeatureManagement.Emulator;

/// <summary>The emulator's settings. They are validated when the emulator is first used, and all problems are reported together.</summary>
public sealed class PostHogEmulatorOptions
{
    /// <summary>The loopback port to listen on, 0 to 65535. Default: 0, for a free port. <see cref="PostHogEmulator.BaseAddress"/> has the port.</summary>
    public int Port { get; set; }

    /// <summary>
    /// A JSON file with flags in the short form, such as <c>{ "beta": true }</c>, in the format of PostHog's <c>/flags/definitions</c>, or in both. A relative
    /// path starts at the application's content root. When the file changes, the emulator reloads it, which undoes all changes made to single flags. While the
    /// file is broken, the last good flags stay in use. Default: none.
    /// </summary>
    public string? DefinitionsFile { get; set; }

    /// <summary>
    /// The definitions as JSON text, as an alternative to <see cref="DefinitionsFile"/>. Default: none. With neither, the emulator starts without flags.
    /// </summary>
    public string? Definitions { get; set; }

    /// <summary>
    /// The people the emulated server knows: distinct id → person properties. The properties in a request to <c>/flags</c> override these. Default: none.
    /// </summary>
    public IDictionary<string, IReadOnlyDictionary<string, object?>> Persons { get; } =
        new Dictionary<string, IReadOnlyDictionary<string, object?>>(StringComparer.Ordinal);

    /// <summary>
    /// The folder with posthog-js, for pages that load it from PostHog: <c>dist</c> of the npm package posthog-js. A relative path starts at the application's
    /// content root. Default: none, which answers such pages with 404.
    /// </summary>
    public string? ScriptsFolder { get; set; }

    /// <summary>
    /// Whether the emulator may run in the host environment Production, which a host without a configured environment has. If it may, a warning says so at
    /// start. If it may not, the application does not start. Default: false.
    /// </summary>
    public bool AllowProduction { get; set; }

    /// <summary>
    /// Whether the application gets a secret key, so that it evaluates flags in its own process. If false, it asks the emulator for each caller's answers.
    /// Default: true.
    /// </summary>
    public bool LocalEvaluation { get; set; } = true;
}
