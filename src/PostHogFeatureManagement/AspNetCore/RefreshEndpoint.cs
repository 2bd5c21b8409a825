using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Answers <c>POST …/refresh</c>: checks the secret, and has PostHog asked for the current definitions. Thread-safe.</summary>
internal sealed class RefreshEndpoint(string secret, TimeProvider timeProvider)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _hash = Hash(secret);
    private readonly RefreshLimit _limit = new(timeProvider);

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!IsAuthorized(context.Request.Headers.Authorization))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        }

        // Only calls with the secret count, so that others cannot use up its turns.
        if (!_limit.TryTake())
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        }

        return RefreshAsync(context);
    }

    private static async Task RefreshAsync(HttpContext context)
    {
        IPostHogDefinitions definitions = context.RequestServices.GetRequiredService<IPostHogDefinitions>();
        DefinitionsRefreshResult result = await definitions.RefreshAsync(context.RequestAborted).ConfigureAwait(false);
        bool isCurrent = result.Outcome is DefinitionsRefreshOutcome.Changed or DefinitionsRefreshOutcome.Unchanged;
        context.Response.StatusCode = isCurrent ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        context.Response.ContentType = "application/json";
        context.Response.Headers[HeaderNames.RetryAfter] = result.NotBefore?.ToString("R", CultureInfo.InvariantCulture);
        await context.Response.Body.WriteAsync(Describe(result, definitions.Status), context.RequestAborted).ConfigureAwait(false);
    }

    private static byte[] Describe(DefinitionsRefreshResult result, DefinitionsStatus status)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("outcome", result.Outcome.ToString());
            json.WriteNumber("flags", status.Flags);
            json.WriteNumber("generation", status.Generation);
            if (result.Failure is { } failure)
            {
                json.WriteString("failure", failure);
            }

            if (result.NotBefore is { } notBefore)
            {
                json.WriteString("notBefore", notBefore);
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private bool IsAuthorized(StringValues header) =>
        header is [{ } value]
        && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(value[Scheme.Length..].Trim()), _hash);

    // Hashes have one length, so that the time of the comparison does not tell the length of the secret.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
