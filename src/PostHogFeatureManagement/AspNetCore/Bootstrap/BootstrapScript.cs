using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogFeatureManagement.AspNetCore.Bootstrap;

/// <summary>The script that starts posthog-js. It is a file of its own, because pages with a strict content security policy run no other scripts.</summary>
internal static class BootstrapScript
{
    /// <summary>Where it is below the prefix of <c>MapPostHog</c>.</summary>
    public const string Path = "/bootstrap.js";

    private static readonly byte[] Content = Read();
    private static readonly string Version = Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 8));

    /// <summary>The address of the script, which changes with its content. Null when it is not mapped, or at a path with parameters.</summary>
    public static string? AddressFor(HttpContext httpContext)
    {
        RoutePattern? pattern = httpContext.RequestServices.GetService<EndpointDataSource>()?.Endpoints.OfType<RouteEndpoint>()
            .FirstOrDefault(static endpoint => endpoint.Metadata.GetMetadata<Marker>() is not null)?.RoutePattern;
        return pattern is { Parameters.Count: 0, RawText: { } path } ? $"{httpContext.Request.PathBase}/{path.TrimStart('/')}?v={Version}" : null;
    }

    public static void Map(RouteGroupBuilder group) =>
        group.MapGet(Path, SendAsync).AllowAnonymous().WithMetadata(new Marker()).WithDisplayName("PostHog bootstrap script");

    private static Task SendAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.ContentType = "text/javascript; charset=utf-8";
        response.ContentLength = Content.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = httpContext.Request.Query["v"] == Version ? "public, max-age=31536000, immutable" : "no-cache";
        return response.Body.WriteAsync(Content, httpContext.RequestAborted).AsTask();
    }

    private static byte[] Read()
    {
        using Stream resource = typeof(BootstrapScript).Assembly.GetManifestResourceStream("bootstrap.js")!;
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }

    private sealed class Marker;
}
