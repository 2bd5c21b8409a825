using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Parity;

/// <summary>The seed's callers, the properties it sends, and its cache keys.</summary>
[Trait("Promise", "ID-06")]
[Trait("Promise", "RS-10")]
public sealed class IdentityParityTests
{
    private static string EnvironmentName => (string)PostHogSeedParity.ContextFor(null).PersonProperties["environment"]!;

    private static string Host => PostHogSeedParity.ContextFor(null).DistinctId!;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [Trait("Promise", "P28")]
    public async Task P28_EmptyId_IsHost(string? id)
    {
        StubRequest request = await SendAsync(library => library.Flags.GetFlagAsync("beta", PostHogSeedParity.ContextFor(id)));

        Assert.NotEmpty(Host);
        Assert.Equal(Host, request.Json.GetProperty("distinct_id").GetString());
    }

    [Fact]
    [Trait("Promise", "P28")]
    public async Task P28_NoCallerOutsideRequest_IsHost()
    {
        StubRequest request = await SendAsync(static library => library.Flags.GetFlagAsync("beta"));

        Assert.Equal(Host, request.Json.GetProperty("distinct_id").GetString());
    }

    /// <summary>In the seed, all visitors would share the host's answer.</summary>
    [Fact]
    [Trait("Promise", "P28")]
    public async Task P28_DepartureDl_AnonymousVisitorInRequest_SendsNothing()
    {
        await using Library library = Start(new StubHandler().Flags("beta"));
        await using var request = new WebRequest(library);

        FlagResult result = await library.Flags.GetFlagAsync("beta");

        Assert.Equal(FlagReason.MissingDistinctId, result.Reason);
        Assert.Equal(0, library.PostHog.Count);
    }

    [Fact]
    [Trait("Promise", "P29")]
    public async Task P29_OtherId_SendsOwnRequest()
    {
        await using Library library = Start(new StubHandler().Flags("beta"));

        await library.Flags.GetFlagAsync("beta", PostHogSeedParity.ContextFor("ada"));
        await library.Flags.GetFlagAsync("beta", PostHogSeedParity.ContextFor("bob"));

        Assert.Equal(["ada", "bob"], library.PostHog.Requests.Select(static request => request.Json.GetProperty("distinct_id").GetString()));
    }

    [Fact]
    [Trait("Promise", "P30")]
    public async Task P30_OtherEnvironment_SendsOwnRequestDespiteSharedCache()
    {
        var clock = new ManualTimeProvider();
        var cache = new FakeDistributedCache(clock);
        int asked = 0;
        foreach (string environment in new[] { "rc", "prod", "rc" })
        {
            await using Library library = Start(
                new StubHandler().Flags("beta"), clock, cache, ("PostHog:Identity:ServiceProperties:environment", environment), ("PostHog:Identity:ServiceDistinctId", "shop"));
            FlagResult result = await library.Flags.GetFlagAsync("beta");
            await Eventually.TrueAsync(() => cache.Keys.Count >= 2);
            asked += library.PostHog.Count;
            Assert.True(result.IsEnabled);
        }

        Assert.Equal(2, asked);
    }

    /// <summary>
    /// An entry of this library holds all flags of a caller in its own format, which is verified on reading. A Django entry holds one pickled value.
    /// Neither can read the other's entries, so with equal keys they would only overwrite each other.
    /// </summary>
    [Fact]
    [Trait("Promise", "P31")]
    [Trait("Promise", "RC-06")]
    public async Task P31_DepartureDm_CacheKeys_DifferFromDjango()
    {
        var clock = new ManualTimeProvider();
        var cache = new FakeDistributedCache(clock);
        await using Library library = Start(new StubHandler().Flags("testing_function"), clock, cache);

        await library.Flags.GetFlagAsync(
            "testing_function", new PostHogContext("fake_host_name") { PersonProperties = new Dictionary<string, object?> { ["environment"] = "prod", ["user_id"] = "fake_host_name" } });
        await Eventually.TrueAsync(() => cache.Keys.Count == 2);

        Assert.DoesNotContain("c021db5aba8d7136ab1784c96d1ea1f8ced22c265bab71ea339153505f39e9a3_testing_function", cache.Keys);
        Assert.All(cache.Keys, static key => Assert.Matches("^posthog:[a-z]+[0-9]+:[A-Za-z0-9_-]+$", key));
    }

    [Theory]
    [InlineData("ada", "ada")]
    [InlineData(null, null)]
    [Trait("Promise", "P33")]
    public async Task P33_PropertiesSent_AreExactlyEnvironmentAndUserId(string? id, string? userId)
    {
        StubRequest explicitly = await SendAsync(library => library.Flags.GetFlagAsync("beta", PostHogSeedParity.ContextFor(id)));
        StubRequest ambient = await SendAsync(static library => library.Flags.GetFlagAsync("beta"));

        Assert.Equal($$"""{"environment":"{{EnvironmentName}}","user_id":"{{userId ?? Host}}"}""", explicitly.Json.GetProperty("person_properties").GetRawText());
        Assert.Equal($$"""{"environment":"{{EnvironmentName}}","user_id":"{{Host}}"}""", ambient.Json.GetProperty("person_properties").GetRawText());
        Assert.Equal(("{}", "{}"), (explicitly.Json.GetProperty("groups").GetRawText(), explicitly.Json.GetProperty("group_properties").GetRawText()));
    }

    [Fact]
    [Trait("Promise", "P36")]
    public async Task P36_GeoIp_IsDisabledOnFlagCalls()
    {
        StubRequest request = await SendAsync(static library => library.Flags.GetFlagAsync("beta"), ("PostHog:Client:DisableGeoIp", "false"));

        Assert.True(request.Json.GetProperty("geoip_disable").GetBoolean());
    }

    private static async Task<StubRequest> SendAsync(Func<Library, ValueTask<FlagResult>> ask, params (string Key, string Value)[] settings)
    {
        await using Library library = Start(new StubHandler().Flags("beta"), new ManualTimeProvider(), null, settings);
        await ask(library);
        return Assert.Single(library.PostHog.Requests);
    }

    private static Library Start(StubHandler postHog, ManualTimeProvider? clock = null, FakeDistributedCache? cache = null, params (string Key, string Value)[] settings) => new(
        postHog,
        new LibraryParts
        {
            Clock = clock ?? new ManualTimeProvider(),
            Options = PostHogSeedParity.Apply,
            Services = services =>
            {
                if (cache is not null)
                {
                    services.AddSingleton<Microsoft.Extensions.Caching.Distributed.IDistributedCache>(cache);
                }
            },
        },
        [("PostHog:SecretKey", ""), .. settings]);
}
