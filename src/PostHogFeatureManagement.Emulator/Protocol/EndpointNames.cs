namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>PostHog's endpoints as they are counted and named: the path without a trailing slash.</summary>
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

    /// <summary>The flag whose remote configuration the path asks for; null when it asks for something else.</summary>
    public static string? RemoteConfigKey(string path)
    {
        string trimmed = path.TrimEnd('/');
        bool isRemoteConfig = trimmed.Length > RemoteConfigStart.Length + RemoteConfigEnd.Length
            && trimmed.StartsWith(RemoteConfigStart, StringComparison.Ordinal)
            && trimmed.EndsWith(RemoteConfigEnd, StringComparison.Ordinal);
        return isRemoteConfig ? trimmed[RemoteConfigStart.Length..^RemoteConfigEnd.Length] : null;
    }
}
