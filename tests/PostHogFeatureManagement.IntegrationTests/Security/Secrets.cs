using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Security;

/// <summary>What must never be written anywhere: keys, ids and property values. Each is a text that nothing else contains.</summary>
internal static class Secrets
{
    public const string RefreshSecret = "SecretOfTheWebhook";
    public const string KeySecret = "SecretOfTheCacheKeys00000000000000000000";
    public const string UserId = "secret-user@example.com";
    public const string VisitorId = "secret-visitor-0198c8f4";
    public const string DeviceId = "secret-device-0198c8f4";
    public const string TracedId = "secret-traced-0198c8f4";
    public const string SessionId = "secret-session-0198c8f4";
    public const string PropertyValue = "secret-plan-of-the-user";
    public const string GroupKey = "secret-company-of-the-user";
    public const string EnrichedValue = "secret-from-the-database";
    public const string EventValue = "secret-property-of-an-event";
    public const string WrongSecret = "secret-that-someone-guessed";

    public static IReadOnlyList<string> All { get; } =
    [
        PostHogEmulator.ProjectToken, PostHogEmulator.SecretKey, RefreshSecret, KeySecret, UserId, VisitorId, DeviceId, TracedId, SessionId, PropertyValue, GroupKey, EnrichedValue, EventValue, WrongSecret,
    ];

    /// <summary>The secrets that a text has, also in the forms in which HTML, JSON and addresses write them.</summary>
    public static IEnumerable<string> In(string text) => All.Where(secret =>
        text.Contains(secret, StringComparison.OrdinalIgnoreCase)
        || text.Contains(Uri.EscapeDataString(secret), StringComparison.OrdinalIgnoreCase)
        || text.Contains(secret.Replace("@", "\\u0040", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
        || text.Contains(secret.Replace("@", "&#64;", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
}
