using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>A flag that keeps its value across sign-in has the same variant for a visitor, for the user who signs in, and for this user on another device.</summary>
[Trait("Promise", "ID-07")]
[Trait("Promise", "ID-08")]
public sealed class SignInTests
{
    private const int Visitors = 12;

    private static readonly string Definitions = FlagJson.Set(
        FlagJson.Flag(
            "headline",
            """
            "groups":[{"properties":[],"rollout_percentage":100}],
            "multivariate":{"variants":[{"key":"bold","rollout_percentage":50},{"key":"plain","rollout_percentage":50}]}
            """).Replace("\"active\"", "\"ensure_experience_continuity\":true,\"active\"", StringComparison.Ordinal),
        FlagJson.On("other"));

    [Theory]
    [CombinatorialBools]
    public async Task Check_VisitorSignsIn_VariantStays(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions) { Scoped = scoped, Remote = remote });
        var variants = new HashSet<string>();
        for (int number = 0; number < Visitors; number++)
        {
            string visitor = await VariantAsync(host, user: null, $"visitor-{number}");
            variants.Add(visitor);

            Assert.Equal(visitor, await VariantAsync(host, $"user-{number}", $"visitor-{number}"));
            Assert.Equal(visitor, await VariantAsync(host, $"user-{number}", visitor: null));
            Assert.Equal(visitor, await VariantAsync(host, $"user-{number}", $"later-visitor-{number}"));
        }

        Assert.Equal(["bold", "plain"], variants.Order(StringComparer.Ordinal));
    }

    private static async Task<string> VariantAsync(GateHost host, string? user, string? visitor)
    {
        string variant = string.Empty;
        host.Client.DefaultRequestHeaders.Clear();
        if (visitor is not null)
        {
            string cookie = $$"""{"distinct_id":"{{visitor}}","$device_id":"device","$user_state":"anonymous"}""";
            host.Client.DefaultRequestHeaders.Add("Cookie", $"ph_phc_emulator_posthog={Uri.EscapeDataString(cookie)}");
        }

        await host.InRequestAsync(
            async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                variant = (await features.Variants.GetVariantAsync("headline")).Name;
                Assert.Equal(variant, (await features.VariantSnapshot.GetVariantAsync("headline")).Name);
            },
            user);
        return variant;
    }
}
