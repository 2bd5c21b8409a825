using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using PostHogFeatureManagement.AspNetCore.Bootstrap;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.AspNetCore;

/// <summary>Answers <c>GET …/flags</c>: the listed flags of the request's caller, as gates see them. Thread-safe.</summary>
internal sealed class FlagsEndpoint(PostHogEndpointOptions options)
{
    private readonly ClientLimit? _limit = string.IsNullOrEmpty(options.RateLimitingPolicy) ? new ClientLimit(options.RequestsPerMinute) : null;

    public static void Map(RouteGroupBuilder group, PostHogEndpointOptions options)
    {
        IEndpointConventionBuilder endpoint = group.MapGet("/flags", (RequestDelegate)new FlagsEndpoint(options).InvokeAsync).WithDisplayName("PostHog flags");
        _ = string.IsNullOrEmpty(options.Policy) ? endpoint : endpoint.RequireAuthorization(options.Policy);
        _ = string.IsNullOrEmpty(options.CorsPolicy) ? endpoint : endpoint.RequireCors(options.CorsPolicy);
        _ = string.IsNullOrEmpty(options.RateLimitingPolicy) ? endpoint : endpoint.RequireRateLimiting(options.RateLimitingPolicy);
    }

    private async Task InvokeAsync(HttpContext context)
    {
        if (_limit?.TryTake(context) == false)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "60";
            return;
        }

        IServiceProvider services = context.RequestServices;
        Caller caller = await services.GetRequiredService<AmbientCaller>()
            .GetAsync(services.GetRequiredService<CurrentRequests>().Find(), ManagerServices.None, context.RequestAborted).ConfigureAwait(false);
        BrowserAnswers answers = await services.GetRequiredService<BrowserFlags>()
            .GetAsync(options.Flags, caller, withConfiguration: true, context.RequestAborted).ConfigureAwait(false);
        await SendAsync(context, Write(answers)).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, 16))}\"");
        ResponseHeaders headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;

        // The answer is one caller's. The browser may keep it, and asks each time whether it still holds.
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        context.Response.Headers.Append(HeaderNames.Vary, "Cookie, Authorization");
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Write(BrowserAnswers answers)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            BrowserFlagsWriter.Write(writer, answers);
            if (answers.HasFailed)
            {
                writer.WriteBoolean("errorsWhileComputingFlags", true);
            }

            writer.WriteEndObject();
        }

        return json.WrittenMemory;
    }
}
