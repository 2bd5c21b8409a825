namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>The names of PostHog's endpoints: their paths without a trailing slash.</summary>
internal static class EndpointNames
{
    public const string Flags = "/flags";
    public const string Decide = "/decide";
    public const string Definitions = "/flags/definitions";
    public const string OldDefinitions = "/api/feature_flag/local_evaluation";
    public const string RemoteConfig = "/api/projects/@current/feature_flags/{key}/remote_config";
    public const string Analytics = "/i/v1/analytics/events";
    public const string Recordings = "/s";

    /// <summary>The endpoints of transport v0. All of them take one event, a list or a batch.</summary>
    public static readonly IReadOnlyList<string> Captures =
        ["/batch", "/capture", "/e", "/i/v0/e", "/track", "/engage", "/i/v0/ai/batch"];

    public static readonly IReadOnlyList<string> All =
        [Flags, Definitions, OldDefinitions, RemoteConfig, Analytics, .. Captures, Recordings, Decide];

    private const string RemoteConfigEnd = "/remote_config";

    /// <summary>A project may name itself, or be named by the number that the emulator's project has.</summary>
    private static readonly string[] RemoteConfigStarts = ["/api/projects/@current/feature_flags/", "/api/projects/1/feature_flags/"];

    public static string Canonical(string path)
    {
        string trimmed = path.TrimEnd('/');
        return RemoteConfigKey(trimmed) is null ? trimmed : RemoteConfig;
    }

    /// <summary>The key or number of the flag whose remote config the path asks for. Null for any other path.</summary>
    public static string? RemoteConfigKey(string path)
    {
        string trimmed = path.TrimEnd('/');
        string? start = Array.Find(RemoteConfigStarts, start => trimmed.StartsWith(start, StringComparison.Ordinal));
        if (start is null || !trimmed.EndsWith(RemoteConfigEnd, StringComparison.Ordinal) || trimmed.Length <= start.Length + RemoteConfigEnd.Length)
        {
            return null;
        }

        // A slash is the only character that a server leaves encoded in a path.
        string key = trimmed[start.Length..^RemoteConfigEnd.Length];
        return key.Contains('/', StringComparison.Ordinal) ? null : key.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }
}
