using System.Net;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.AspNetCore.Explanations;

/// <summary>
/// Recognizes a developer at this machine: the connection comes from it, and the address names it. So neither a name that leads here (DNS rebinding), nor a proxy
/// or tunnel on this machine, lets others in.
/// </summary>
internal static class LocalDeveloper
{
    public static bool IsAsking(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && IsLoopbackName(context.Request.Host.Host)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("Forwarded");

    private static bool IsLoopbackName(string? name)
    {
        string host = (name ?? string.Empty).Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
    }
}
