using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>
/// The cookie that posthog-js keeps in the browser (protocol §12.1). It is text that anyone can write: a member that cannot be read is passed over, and a
/// malformed or oversized cookie is ignored.
/// </summary>
/// <param name="DistinctId">The visitor's distinct ID.</param>
/// <param name="DeviceId">The browser's device ID. Null when unknown.</param>
/// <param name="IsAnonymous">Whether the visitor is known not to be identified. If not, the distinct ID may be a user's.</param>
internal sealed record PostHogCookie(string DistinctId, string? DeviceId, bool IsAnonymous)
{
    private const int MaxValueLength = 8 * 1024;
    private const int MaxIdLength = 1000;

    /// <summary>Whether posthog-js says that the distinct ID is a user's. Old versions do not say.</summary>
    public bool IsIdentified { get; init; }

    /// <summary>The visitor's session, which may have ended. Null when there is none.</summary>
    public PostHogSession? Session { get; init; }

    /// <summary>The cookie's name. Null when the cookie is not read, or when there is no project to name it after.</summary>
    public static string? NameIn(PostHogFeatureManagementOptions options) => options.Identity.ReadPostHogCookie ? NameOf(options) : null;

    /// <summary>The cookie's name, whether or not it is read. Null when there is no project to name it after.</summary>
    public static string? NameOf(PostHogFeatureManagementOptions options) =>
        options.Identity.PostHogCookieName ?? (PostHogProject.Of(options) is { Token.Length: > 0 } project ? NameFor(project.Token) : null);

    public static string NameFor(string projectToken) =>
        $"ph_{projectToken.Replace("+", "PL", StringComparison.Ordinal).Replace("/", "SL", StringComparison.Ordinal).Replace("=", "EQ", StringComparison.Ordinal)}_posthog";

    /// <summary>The first cookie of that name, as posthog-js reads it. ASP.NET Core would take the last.</summary>
    /// <param name="headers">The values of the <c>Cookie</c> header.</param>
    /// <param name="name">The cookie's name.</param>
    public static PostHogCookie? Find(StringValues headers, string name) => CookieHeader.First(headers, name) is { } value ? Read(value) : null;

    private static PostHogCookie? Read(string value)
    {
        if (value.Length is 0 or > 3 * MaxValueLength)
        {
            return null;
        }

        // A browser or proxy may have encoded the value twice.
        string json = Uri.UnescapeDataString(value.Trim('"'));
        json = json.StartsWith('{') ? json : Uri.UnescapeDataString(json);
        try
        {
            return json.Length > MaxValueLength ? null : Read(Encoding.UTF8.GetBytes(json));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PostHogCookie? Read(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        string? distinctId = null;
        string? deviceId = null;
        string? state = null;
        PostHogSession? session = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // An escaped name may not even be text, and posthog-js escapes none of these.
            ReadOnlySpan<byte> name = reader.ValueIsEscaped ? default : reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("distinct_id"u8))
            {
                distinctId = Text(ref reader);
            }
            else if (name.SequenceEqual("$device_id"u8))
            {
                deviceId = Text(ref reader);
            }
            else if (name.SequenceEqual("$user_state"u8))
            {
                state = Text(ref reader) ?? "unreadable";
            }
            else if (name.SequenceEqual("$sesid"u8))
            {
                session = ReadSession(ref reader);
            }

            reader.Skip();
        }

        // What follows the object makes the value malformed.
        _ = reader.Read();
        bool isAnonymous = state is null ? distinctId == deviceId : state == "anonymous";
        return distinctId is null || !VisitorIds.IsVisitor(distinctId) ? null : new PostHogCookie(distinctId, deviceId, isAnonymous)
        {
            IsIdentified = state == "identified",
            Session = session,
        };
    }

    // The last activity, the ID and the start. After reset(), all are null until the next event.
    private static PostHogSession? ReadSession(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        long? activeAt = null;
        string? id = null;
        long? startedAt = null;
        for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            switch (index)
            {
                case 0:
                    activeAt = Number(ref reader);
                    break;
                case 1:
                    id = Text(ref reader);
                    break;
                case 2:
                    startedAt = Number(ref reader);
                    break;
            }

            reader.Skip();
        }

        return id is null || activeAt is null || startedAt is null ? null : new PostHogSession(id, activeAt.Value, startedAt.Value);
    }

    private static long? Number(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) ? number : null;

    private static string? Text(ref Utf8JsonReader reader)
    {
        string? text = reader.TokenType == JsonTokenType.String ? ReadText(ref reader) : null;
        return string.IsNullOrWhiteSpace(text) || text.Length > MaxIdLength || text.Any(char.IsControl) ? null : text;
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate is valid JSON but not valid text.
            return null;
        }
    }
}
