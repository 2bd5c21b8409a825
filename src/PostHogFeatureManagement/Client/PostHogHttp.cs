using System.Net;
using System.Net.Http.Headers;

namespace PostHogFeatureManagement.Client;

/// <summary>The named HTTP client for all requests to PostHog.</summary>
internal static class PostHogHttp
{
    public const string ClientName = "PostHogFeatureManagement";

    /// <summary>The name by which PostHog knows this library.</summary>
    public const string ProductName = "PostHogFeatureManagement";

    public static string ProductVersion { get; } = PostHogDiagnostics.Version;

    /// <summary>Ends connection attempts that no request waits for any longer. The pipelines limit the requests themselves.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Short enough to notice a change of PostHog's addresses.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static void Configure(HttpClient client)
    {
        // Only the pipelines time out. So a time-out is never mistaken for the caller's cancellation.
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(ProductName, ProductVersion));
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
}
