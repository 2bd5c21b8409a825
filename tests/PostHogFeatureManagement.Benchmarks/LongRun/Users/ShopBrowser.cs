using System.Net;
using PostHogFeatureManagement.Benchmarks.LongRun.Checks;
using PostHogFeatureManagement.Benchmarks.LongRun.Shops;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Users;

/// <summary>Sends requests of visitors to any instance, as a load balancer does. Thread-safe.</summary>
internal sealed class ShopBrowser(ShopFleet fleet, RunClock clock, Action<Shown> keep) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly int[] _floors = new int[fleet.Shops.Count];
    private long _requests;

    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Answers with a status of 500 or above, and requests without an answer.</summary>
    public Findings Failures { get; } = new();

    /// <summary>The latest version that an instance has answered from.</summary>
    public int VersionOf(int instance) => Volatile.Read(ref _floors[instance]);

    /// <summary>Gets a page and keeps what it showed.</summary>
    public async Task ShowAsync(Visitor visitor, string path, int instance)
    {
        int floor = VersionOf(instance);
        TimeSpan start = clock.Now;
        using HttpResponseMessage? response = await GetAsync(visitor, path, instance);
        if (response is null)
        {
            return;
        }

        ShopPage page = ShopPage.Read(path, response.StatusCode, await response.Content.ReadAsStringAsync());
        keep(new Shown(visitor, path, instance, page, start, clock.Now, floor));
        Raise(ref _floors[instance], page.Version ?? 0);
    }

    /// <summary>Signs a customer in. Null if the shop did not answer.</summary>
    public async Task<Visitor?> SignInAsync(Visitor customer, int instance)
    {
        using HttpResponseMessage? response = await GetAsync(customer, $"/login/{customer.DistinctId}", instance);
        return response is null ? null : customer with { Cookies = $"{customer.Cookies}; {response.Headers.GetValues("Set-Cookie").First().Split(';')[0]}" };
    }

    public async Task SignOutAsync(Visitor customer, int instance)
    {
        using HttpResponseMessage? response = await GetAsync(customer, "/logout", instance);
    }

    public void Dispose() => _client.Dispose();

    private static void Raise(ref int floor, int version)
    {
        int known = Volatile.Read(ref floor);
        while (version > known && Interlocked.CompareExchange(ref floor, version, known) is int found && found != known)
        {
            known = found;
        }
    }

    private async Task<HttpResponseMessage?> GetAsync(Visitor visitor, string path, int instance)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fleet.Shops[instance].Address, path));
        request.Headers.Add("Cookie", visitor.Cookies);
        Interlocked.Increment(ref _requests);
        try
        {
            HttpResponseMessage response = await _client.SendAsync(request);
            if (response.StatusCode < HttpStatusCode.InternalServerError)
            {
                return response;
            }

            response.Dispose();
            Failures.Add($"{path} answered {(int)response.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Failures.Add($"{path} did not answer: {exception.Message}");
        }

        return null;
    }
}
