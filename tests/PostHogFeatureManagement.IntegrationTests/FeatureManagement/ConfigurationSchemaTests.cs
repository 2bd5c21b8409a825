using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Configured flags have the answers that Microsoft.FeatureManagement alone gives, whether PostHog answers, fails or is disabled.</summary>
[Trait("Promise", "FM-15")]
public sealed class ConfigurationSchemaTests
{
    private const string Json = """
        {
          "FeatureManagement": {
            "plain": true,
            "plain-off": false,
            "always": { "EnabledFor": [ { "Name": "AlwaysOn" } ] },
            "everyone": { "EnabledFor": [ { "Name": "Percentage", "Parameters": { "Value": 100 } } ] },
            "no-one": { "EnabledFor": [ { "Name": "Microsoft.Percentage", "Parameters": { "Value": 0 } } ] },
            "past": { "EnabledFor": [ { "Name": "TimeWindow", "Parameters": { "Start": "Mon, 01 Jan 2024 00:00:00 GMT" } } ] },
            "future": { "EnabledFor": [ { "Name": "Microsoft.TimeWindow", "Parameters": { "Start": "2199-01-01T00:00:00Z" } } ] },
            "audience": { "EnabledFor": [ { "Name": "Targeting", "Parameters": { "Audience": {
              "Users": [ "anna" ], "Groups": [ { "Name": "ring0", "RolloutPercentage": 100 } ], "DefaultRolloutPercentage": 50 } } } ] },
            "all-of": { "RequirementType": "All", "EnabledFor": [
              { "Name": "TimeWindow", "Parameters": { "Start": "Mon, 01 Jan 2024 00:00:00 GMT" } }, { "Name": "Targeting", "Parameters": { "Audience": { "Users": [ "anna" ] } } } ] }
          },
          "feature_management": { "feature_flags": [
            { "id": "modern", "enabled": true },
            { "id": "modern-off", "enabled": false, "variants": [ { "name": "Small" } ], "allocation": { "default_when_disabled": "Small" } },
            { "id": "modern-all", "enabled": true, "conditions": { "requirement_type": "All", "client_filters": [
              { "name": "Microsoft.Targeting", "parameters": { "Audience": { "Users": [ "anna", "bob" ] } } }, { "name": "AlwaysOn" } ] } },
            { "id": "allocated", "enabled": true,
              "variants": [ { "name": "Big", "configuration_value": { "px": 500 } }, { "name": "Small", "configuration_value": "300px" }, { "name": "Off", "status_override": "Disabled" } ],
              "allocation": { "default_when_enabled": "Small", "user": [ { "variant": "Big", "users": [ "anna" ] } ],
                "group": [ { "variant": "Off", "groups": [ "ring0" ] } ], "percentile": [ { "variant": "Big", "from": 0, "to": 40 } ], "seed": "s" },
              "telemetry": { "enabled": true } },
            { "id": "forced", "enabled": true, "conditions": { "client_filters": [ { "name": "Percentage", "parameters": { "Value": 0 } } ] },
              "variants": [ { "name": "On", "status_override": "Enabled" } ], "allocation": { "default_when_disabled": "On" } }
          ] }
        }
        """;

    private static readonly string[] Flags =
    [
        "plain", "plain-off", "always", "everyone", "no-one", "past", "future", "audience", "all-of", "modern", "modern-off", "modern-all", "allocated", "forced", "PLAIN", "Allocated",
    ];

    private static readonly ITargetingContext[] Users =
    [
        .. Enumerable.Range(0, 20).Select(i => new TargetingContext { UserId = $"user-{i}" }),
        new TargetingContext { UserId = "anna" },
        new TargetingContext { UserId = "bob", Groups = ["ring0"] },
        new TargetingContext(),
    ];

    public enum State
    {
        /// <summary>PostHog answers but has none of the flags.</summary>
        Beside,

        /// <summary>PostHog has all of the flags but fails.</summary>
        Instead,

        /// <summary>PostHog is disabled.</summary>
        Without,
    }

    public static IEnumerable<TheoryDataRow<bool, bool, State>> Cases =>
        from scoped in new[] { false, true }
        from remote in new[] { false, true }
        from state in Enum.GetValues<State>()
        select new TheoryDataRow<bool, bool, State>(scoped, remote, state);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Check_ConfiguredFlag_MatchesMicrosoftAlone(bool scoped, bool remote, State state)
    {
        using var microsoft = new Configured(Json);
        await using GateHost host = await StartAsync(scoped, remote, state);

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            foreach (string flag in Flags)
            {
                foreach (ITargetingContext user in Users)
                {
                    string expected = await DescribeAsync(microsoft.Features, flag, user);
                    Assert.Equal(expected, await DescribeAsync(features.Variants, flag, user));
                    Assert.Equal(expected, await DescribeAsync(features.VariantSnapshot, flag, user));
                    Assert.StartsWith($"{flag}/{user.UserId} {await features.Manager.IsEnabledAsync(flag, user)}", expected, StringComparison.Ordinal);
                }
            }
        });

        Assert.DoesNotContain(host.Logs.Troubles, entry => entry.Category.StartsWith("PostHogFeatureManagement.FeatureManagement", StringComparison.Ordinal));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_CustomMergingEnabled_MatchesMicrosoftAlone(bool remote)
    {
        using var microsoft = new Configured(Json, merge: true);
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set())
        {
            Remote = remote,
            ConfigurationJson = Json,
            Services = services => services.Configure<ConfigurationFeatureDefinitionProviderOptions>(options => options.CustomConfigurationMergingEnabled = true),
        });

        await host.InRequestAsync(async context =>
        {
            var features = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            Assert.Equal(await DescribeAsync(microsoft.Features, "allocated", Users[^3]), await DescribeAsync(features, "allocated", Users[^3]));
            Assert.True(await features.IsEnabledAsync("modern"));
        });
    }

    private static async Task<string> DescribeAsync(IVariantFeatureManager features, string flag, ITargetingContext user)
    {
        Variant? variant = await features.GetVariantAsync(flag, user);
        return $"{flag}/{user.UserId} {await features.IsEnabledAsync(flag, user)} {variant?.Name} {variant?.Configuration?.Value} {variant?.Configuration?["px"]}";
    }

    private static async Task<GateHost> StartAsync(bool scoped, bool remote, State state)
    {
        string[] known = state == State.Instead ? [.. Flags.Select(flag => FlagJson.ServerOnly(flag))] : [FlagJson.On("beta")];
        GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(known))
        {
            Scoped = scoped,
            Remote = remote,
            ConfigurationJson = Json,
            Configuration = [new("PostHog:Enabled", state == State.Without ? "false" : "true")],
        });
        host.PostHog.SetFaults(new() { Status = state == State.Instead ? 500 : null });
        return host;
    }
}
