using System.Net;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Recognizes this machine's own pages and host names, to stop forged cross-site requests and DNS rebinding.</summary>
internal static class Loopback
{
    public static bool IsLoopbackOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && IsLoopbackName(uri.Host);

    public static bool IsLoopbackHost(HostString host) => host.HasValue && IsLoopbackName(host.Host);

    /// <summary>Whether the request comes from a page of this machine or from a tool. Tools send no Origin header and are trusted.</summary>
    public static bool IsSameMachine(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return IsLoopbackHost(request.Host)
            && (origin.Length == 0 || IsLoopbackOrigin(origin))
            && request.Headers["Sec-Fetch-Site"].ToString() != "cross-site";
    }

    private static bool IsLoopbackName(string name)
    {
        string host = name.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));
    }
}
