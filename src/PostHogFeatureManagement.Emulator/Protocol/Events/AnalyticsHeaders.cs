using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol.Events;

/// <summary>Checks the headers that transport v1 requires (protocol §10.10).</summary>
internal static class AnalyticsHeaders
{
    public const string RequestId = "PostHog-Request-Id";

    private const string Attempt = "PostHog-Attempt";
    private const string Timestamp = "PostHog-Request-Timestamp";
    private const string Scheme = "Bearer ";

    private static readonly string[] Required = ["Authorization", "Content-Type", "User-Agent", "PostHog-Sdk-Info", Attempt, RequestId, Timestamp];

    /// <summary>Why PostHog refuses the request. Null if it does not.</summary>
    public static AnalyticsRefusal? Check(HttpRequest request)
    {
        IHeaderDictionary headers = request.Headers;
        string[] missing = [.. Required.Where(name => string.IsNullOrEmpty(headers[name]))];
        if (missing.Length > 0)
        {
            return AnalyticsRefusal.Bad("missing_required_headers", $"The request has no {string.Join(", ", missing)}.");
        }

        return CheckToken(headers.Authorization.ToString()) ?? CheckContent(headers) ?? CheckValues(headers);
    }

    private static AnalyticsRefusal? CheckToken(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Invalid("Authorization does not begin with Bearer.");
        }

        return authorization[Scheme.Length..].Trim() == PostHogEmulator.ProjectToken
            ? null
            : new AnalyticsRefusal(StatusCodes.Status401Unauthorized, "invalid_api_token", $"The project token is not {PostHogEmulator.ProjectToken}.");
    }

    private static AnalyticsRefusal? CheckContent(IHeaderDictionary headers)
    {
        string type = headers.ContentType.ToString().Split(';')[0].Trim();
        if (!type.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return new AnalyticsRefusal(StatusCodes.Status415UnsupportedMediaType, "unsupported_content_type", $"The content type {type} is not JSON.");
        }

        string encoding = headers.ContentEncoding.ToString();
        return encoding.ToUpperInvariant() is "" or "GZIP" or "DEFLATE" or "BR"
            ? null
            : new AnalyticsRefusal(StatusCodes.Status415UnsupportedMediaType, "unsupported_encoding", $"The emulator does not read {encoding}.");
    }

    private static AnalyticsRefusal? CheckValues(IHeaderDictionary headers)
    {
        if (!Guid.TryParse(headers[RequestId], out _))
        {
            return Invalid($"{RequestId} is not a uuid.");
        }

        if (!uint.TryParse(headers[Attempt], NumberStyles.None, CultureInfo.InvariantCulture, out uint attempt) || attempt == 0)
        {
            return Invalid($"{Attempt} is not a number from 1.");
        }

        return Rfc3339.Read(headers[Timestamp].ToString()) is null ? Invalid($"{Timestamp} is not a time in RFC 3339 format.") : null;
    }

    private static AnalyticsRefusal Invalid(string description) => AnalyticsRefusal.Bad("invalid_header_value", description);
}
