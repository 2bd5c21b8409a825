using System.Net.Sockets;

namespace PostHogFeatureManagement.Client;

/// <summary>Why no response arrived, in words without addresses or keys. The text of an exception may have them.</summary>
internal static class ConnectionTrouble
{
    public static string Describe(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the host name is unknown",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            "the connection was refused, nothing listens there",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection, TLS or the certificate failed",
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => "the proxy refused",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection ended before the response did",
        HttpRequestException http => $"no response, {http.HttpRequestError}",
        _ => $"no response, {exception.GetType().Name}",
    };
}
