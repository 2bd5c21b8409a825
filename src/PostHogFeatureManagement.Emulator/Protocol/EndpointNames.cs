namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>The names of PostHog's endpoints: their paths without a trailing slash.</summary>
internal static class EndpointNames
{
    public const string Flags = "/flags";
    public const string Definitions = "/flags/definitions";
    public const string OldDefinitions = "/api/feature_flag/local_evaluation";
    public const string RemoteConfig = "/api/projects/@current/feature_flags/{key}/remote_config";
    public const string Batch = "/batch";
    public const string Capture = "/capture";
    public const string ShortCapture = "/e";

    public static readonly IReadOnlyList<string> All = [Flags, Definitions, OldDefinitions, RemoteConfig, Batch, Capture, ShortCapture];

    private const string RemoteConfigStart = "/api/projects/@current/feature_flags/";
    private const string RemoteConfigEnd = "/remote_config";

    public static string Canonical(string path)
    {
        string trimmed = path.TrimEnd('/');
        return RemoteConfigKey(trimmed) is null ? trimmed : RemoteConfig;
    }

    /// <summary>The key of the flag whose remote configuration the path asks for. Null for any other path.</summary>
    public static string? RemoteConfigKey(string path)
    {
        string trimmed = path.TrimEnd('/');
        bool isRemoteConfig = trimmed.Length > RemoteConfigStart.Length + RemoteConfigEnd.Length
            && trimmed.StartsWith(RemoteConfigStart, StringComparison.Ordinal)
            && trimmed.EndsWith(RemoteConfigEnd, StringComparison.Ordinal);
        return isRemoteConfig ? trimmed[RemoteConfigStart.Length..^RemoteConfigEnd.Length] : null;
    }
}
