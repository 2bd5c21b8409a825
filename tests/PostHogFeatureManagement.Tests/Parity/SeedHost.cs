using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Parity;

/// <summary>
/// The library with the parity profile, in remote mode like the seed without a secret key, with a distributed cache for the seed's durable one.
/// </summary>
internal static class SeedHost
{
    public const string FeatureOn = "FeatureManagement:headline";

    public static PostHogContext Ada { get; } = PostHogSeedParity.ContextFor("ada");

    public static Outage Start(params (string Key, string Value)[] settings) => Start(new ManualTimeProvider(), null, settings);

    public static Outage Start(ManualTimeProvider clock, IDistributedCache? cache, params (string Key, string Value)[] settings) => new(
        new LibraryParts
        {
            Clock = clock,
            Options = PostHogSeedParity.Apply,
            Services = services =>
            {
                if (cache is not null)
                {
                    services.AddSingleton(cache);
                }
            },
        },
        [("PostHog:SecretKey", ""), .. settings]);

    /// <summary>Sets PostHog's answer for the flag: <c>true</c>, <c>false</c>, a variant in quotes, or null for an unknown flag.</summary>
    public static Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> Says(string? value) => (_, _) =>
    {
        string members = value is null ? "" : $"\"headline\":{value}";
        return Task.FromResult(StubHandler.Response(System.Net.HttpStatusCode.OK, $$"""{"featureFlags":{ {{members}} } }"""));
    };

    /// <summary>The first attempt times out after the seed's three seconds. The retry answers this long after the start of the call.</summary>
    public static Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> SaysAfter(TimeSpan time, string? value) => async (call, cancellationToken) =>
    {
        if (call.Number % 2 == 1)
        {
            return await Behaviours.Hang(call, cancellationToken);
        }

        await call.PostHog.ParkAsync(Task.Delay(time - TimeSpan.FromSeconds(3.3), call.PostHog.Clock, cancellationToken));
        return await Says(value)(call, cancellationToken);
    };

    /// <summary>Both attempts fail, as on a network without PostHog, this long after the start of the call.</summary>
    public static Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> ThrowsAfter(TimeSpan time) => async (call, cancellationToken) =>
    {
        await SaysAfter(time, null)(call, cancellationToken);
        throw new HttpRequestException(HttpRequestError.ConnectionError);
    };
}
