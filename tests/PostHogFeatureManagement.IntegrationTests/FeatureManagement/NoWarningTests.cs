using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>A healthy check logs no warning, whatever the caller and the flag. Only a caller whom PostHog is not asked about is reported, once.</summary>
[Trait("Promise", "FM-09")]
public sealed class NoWarningTests
{
    private static readonly string Definitions = FlagJson.Set(
        FlagJson.On("beta"),
        FlagJson.Variant("headline", "bold", "1"),
        FlagJson.WithPayload("sized", "1"),
        FlagJson.ForUser("only-anna", "anna"),
        FlagJson.Flag("half", """ "groups":[{"properties":[],"rollout_percentage":50}],"multivariate":{"variants":[{"key":"a","rollout_percentage":50},{"key":"b","rollout_percentage":50}]} """));

    [Theory]
    [CombinatorialBools]
    public async Task Check_AnyCallerAndFlag_LogsNoWarning(bool scoped, bool remote, bool usePostHog, bool telemetry)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            UsePostHog = usePostHog,
            Configuration =
            [
                new("PostHog:FeatureManagement:Telemetry", telemetry.ToString()),
                new("FeatureManagement:configured", "true"),
                new("FeatureManagement:half", "true"),
            ],
        });

        foreach (string? user in new[] { "anna", null })
        {
            await host.InRequestAsync(context => CheckEverythingAsync(context.RequestServices), user);
        }

        using (IServiceScope scope = host.Services.CreateScope())
        {
            await CheckEverythingAsync(scope.ServiceProvider);
        }

        Assert.Equal(remote ? [LogEvents.CallerWithoutId] : [], host.Logs.Troubles.Select(static entry => entry.EventId.Id));
    }

    private static async Task CheckEverythingAsync(IServiceProvider services)
    {
        var features = FeatureInterfaces.Of(services);
        object[] contexts =
        [
            new TargetingContext { UserId = "bob" },
            new TargetingContext(),
            new PostHogTargetingContext(new PostHogContext("bob")),
            new PostHogTargetingContext(PostHogContext.Anonymous),
            PostHogContext.Anonymous,
            TestUser.Create("bob"),
        ];
        foreach (string flag in new[] { "beta", "headline", "sized", "only-anna", "half", "configured", "unknown" })
        {
            await features.AskAsync(flag);
            await features.Variants.GetVariantAsync(flag);
            await features.VariantSnapshot.GetVariantAsync(flag);
            foreach (object context in contexts)
            {
                await features.AskAsync(flag, context);
                if (context is ITargetingContext targeting)
                {
                    await features.Variants.GetVariantAsync(flag, targeting);
                    await features.VariantSnapshot.GetVariantAsync(flag, targeting);
                }
            }
        }
    }
}
