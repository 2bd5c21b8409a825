namespace PostHogFeatureManagement.Emulator;

/// <summary>Settings of the emulator. They are checked when it is first used; all problems are reported together.</summary>
public sealed class PostHogEmulatorOptions
{
    /// <summary>The loopback port to listen on, 0 to 65535. Default: 0, which takes a free one; <see cref="PostHogEmulator.BaseAddress"/> tells which.</summary>
    public int Port { get; set; }

    /// <summary>
    /// A JSON file in the format of PostHog's own <c>/flags/definitions</c>; a relative path starts at the application's content root. The file is read again
    /// whenever it changes, which undoes what was changed by hand meanwhile; while it is broken, the last good flags stay. Default: none.
    /// </summary>
    public string? DefinitionsFile { get; set; }

    /// <summary>The definitions as JSON text, instead of <see cref="DefinitionsFile"/>. Default: none; with neither there are no flags until they are given.</summary>
    public string? Definitions { get; set; }

    /// <summary>
    /// People the emulated server knows: distinct id → person properties. They are added to what a request to <c>/flags</c> says, which wins. Default: none.
    /// </summary>
    public IDictionary<string, IReadOnlyDictionary<string, object?>> Persons { get; } =
        new Dictionary<string, IReadOnlyDictionary<string, object?>>(StringComparer.Ordinal);

    /// <summary>
    /// Whether the application gets a secret key and so evaluates flags in its own process. When false it asks the emulator for every caller's answers. Default: true.
    /// </summary>
    public bool LocalEvaluation { get; set; } = true;
}
