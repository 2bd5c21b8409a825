using System.Net;
using System.Net.Http.Headers;

namespace PostHogFeatureManagement.Client;

/// <summary>The named HTTP client everything here is sent with.</summary>
internal static class PostHogHttp
{
    public const string ClientName = "PostHogFeatureManagement";

    /// <summary>Gives up on connections no request waits for any more; requests themselves are bounded by the pipelines.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Short enough to follow a change of PostHog's addresses.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static void Configure(HttpClient client)
    {
        // Only the pipelines time out, so that a time-out is always told apart from the caller's cancellation.
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("PostHogFeatureManagement", Version()));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        UseCookies = false,
    };

    private static string Version() => typeof(PostHogHttp).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
