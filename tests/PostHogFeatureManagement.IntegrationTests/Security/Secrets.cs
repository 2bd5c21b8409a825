using System.Globalization;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.IntegrationTests.Security;

/// <summary>What may be written in <see cref="Places"/> only: keys, ids and property values. Each is a text that nothing else contains.</summary>
internal static class Secrets
{
    public const string RefreshSecret = "SecretOfTheWebhook";
    public const string KeySecret = "SecretOfTheCacheKeys00000000000000000000";
    public const string WrongSecret = "secret-that-someone-guessed";
    public const string UserId = "secret-user@example.com";
    public const string VisitorId = "secret-visitor-0198c8f4";
    public const string DeviceId = "secret-device-0198c8f4";
    public const string TracedId = "secret-traced-0198c8f4";
    public const string SessionId = "secret-session-0198c8f4";
    public const string GroupKey = "secret-company-of-the-user";
    public const string Plan = "secret-plan-of-the-user";
    public const string Email = "secret-mail@customer.example";
    public const string EnrichedValue = "secret-from-the-database";
    public const string ListedValue = "secret-second-mail@customer.example";
    public const string GroupOwner = "secret-owner@company.example";
    public const long Phone = 491_701_234_567_891;
    public const string EventValue = "secret-property-of-an-event";

    /// <summary>An address that someone wrote into a condition in PostHog.</summary>
    public const string ConditionValue = "secret-mail-in-a-condition@customer.example";

    public static IReadOnlyList<string> Keys { get; } =
        [PostHogEmulator.ProjectToken, PostHogEmulator.SecretKey, RefreshSecret, KeySecret, WrongSecret];

    public static IReadOnlyList<string> Ids { get; } = [UserId, VisitorId, DeviceId, TracedId, SessionId, GroupKey];

    /// <summary>Values of properties of persons and groups.</summary>
    public static IReadOnlyList<string> Values { get; } =
        [Plan, Email, EnrichedValue, ListedValue, GroupOwner, Phone.ToString(CultureInfo.InvariantCulture)];

    private static IReadOnlyList<string> All { get; } = [.. Keys, .. Ids, .. Values, EventValue, ConditionValue];

    /// <summary>The secrets that a text has, also in the forms in which HTML, JSON and addresses write them.</summary>
    public static IEnumerable<string> In(string text) => All.Where(secret =>
        text.Contains(secret, StringComparison.OrdinalIgnoreCase)
        || text.Contains(Uri.EscapeDataString(secret), StringComparison.OrdinalIgnoreCase)
        || text.Contains(secret.Replace("@", "\\u0040", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
        || text.Contains(secret.Replace("@", "&#64;", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
}
