using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>
/// When a configured flag with telemetry answers because PostHog has no answer, each check is published once, as Microsoft.FeatureManagement alone would.
/// </summary>
[Trait("Promise", "FM-14")]
public sealed class ConfiguredTelemetryTests : IDisposable
{
    private static readonly string[] Names = ["allocated", "shared", "forced", "hidden", "plain", "off", "filtered", "unassigned"];

    private static readonly TargetingContext[] Users =
    [
        new() { UserId = "anna" },
        new() { UserId = "bob", Groups = ["ring0"] },
        .. Enumerable.Range(0, 12).Select(i => new TargetingContext { UserId = $"user-{i}" }),
    ];

    private readonly string _prefix = $"configured-{Guid.NewGuid():N}-";
    private readonly EvaluationEvents _events;

    public ConfiguredTelemetryTests() => _events = new EvaluationEvents(_prefix);

    public void Dispose() => _events.Dispose();

    [Theory]
    [CombinatorialBools]
    public async Task Telemetry_ConfiguredAnswer_MatchesMicrosoftAlone(bool scoped, bool remote, bool telemetry)
    {
        using var microsoft = new Configured(Json());
        await using GateHost host = await StartAsync(scoped, remote, telemetry);

        await host.InRequestAsync(async context =>
        {
            var features = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            foreach (string flag in Names.Select(name => _prefix + name))
            {
                foreach (TargetingContext user in Users)
                {
                    (string answer, string expected) = await AskAsync(microsoft.Features, flag, user);
                    (string ours, string published) = await AskAsync(features, flag, user);

                    Assert.Equal(answer, ours);
                    Assert.Equal(expected, published);
                }
            }
        });

        Assert.DoesNotContain(host.Logs.Troubles, entry => entry.Category.StartsWith("Microsoft.FeatureManagement", StringComparison.Ordinal));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Telemetry_AmbientCallerOrPrincipal_IsPublishedOnce(bool scoped, bool remote, bool telemetry)
    {
        await using GateHost host = await StartAsync(scoped, remote, telemetry);

        await host.InRequestAsync(async context =>
        {
            var features = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            Assert.Equal("Big", (await features.GetVariantAsync(_prefix + "allocated")).Name);
            string ambient = Assert.Single(_events.Take());
            Assert.Contains("ETag=\"7\"", ambient, StringComparison.Ordinal);
            Assert.Contains("TargetingId=anna", ambient, StringComparison.Ordinal);
            Assert.Contains("VariantAssignmentReason=User", ambient, StringComparison.Ordinal);

            Assert.True(await features.IsEnabledAsync(_prefix + "plain", TestUser.Create("dora")));
            Assert.DoesNotContain("TargetingId=dora", Assert.Single(_events.Take()), StringComparison.Ordinal);
            Assert.True(await features.IsEnabledAsync(_prefix + "allocated", TestUser.Create("dora")));
            Assert.DoesNotContain("TargetingId=dora", Assert.Single(_events.Take()), StringComparison.Ordinal);
        });
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetVariantAsync_NameInOtherCase_KeepsConfiguredPercentiles(bool scoped)
    {
        using var microsoft = new Configured(Json());
        await using GateHost host = await StartAsync(scoped, remote: true, telemetry: true);

        await host.InRequestAsync(async context =>
        {
            var features = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            foreach (TargetingContext user in Users)
            {
                Variant expected = await microsoft.Features.GetVariantAsync(_prefix + "shared", user);
                Assert.Equal(expected.Name, (await features.GetVariantAsync(_prefix + "Shared", user)).Name);
            }
        });
    }

    private async Task<(string Answer, string Published)> AskAsync(IVariantFeatureManager features, string flag, TargetingContext user)
    {
        Variant? variant = await features.GetVariantAsync(flag, user);
        string published = Assert.Single(_events.Take());
        bool isEnabled = await features.IsEnabledAsync(flag, user);
        Assert.Equal(published, Assert.Single(_events.Take()));
        return ($"{flag} {user.UserId}: {isEnabled} {variant?.Name} {variant?.Configuration?.Value}", published);
    }

    private async Task<GateHost> StartAsync(bool scoped, bool remote, bool telemetry)
    {
        GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set([.. Names.Select(name => FlagJson.ServerOnly(_prefix + name))]))
        {
            Scoped = scoped,
            Remote = remote,
            ConfigurationJson = Json(),
            Configuration = [new("PostHog:FeatureManagement:Telemetry", telemetry ? "true" : "false")],
            Services = static services => services.AddSingleton<ITargetingContextAccessor, SignedInUserAccessor>(),
        });
        host.PostHog.SetFaults(new() { Status = 500 });
        return host;
    }

    private string Json() => $$"""
        {"feature_management":{"feature_flags":[
          {{Flag("allocated", """
            "variants":[{"name":"Big","configuration_value":"500px"},{"name":"Small"},{"name":"None","status_override":"Disabled"}],
            "allocation":{"default_when_enabled":"Small","user":[{"variant":"Big","users":["anna"]}],"group":[{"variant":"None","groups":["ring0"]}],
              "percentile":[{"variant":"Big","from":0,"to":40}],"seed":"s"}
            """)}},
          {{Flag("shared", """
            "variants":[{"name":"A"},{"name":"B"}],"allocation":{"percentile":[{"variant":"A","from":0,"to":50},{"variant":"B","from":50,"to":100}]}
            """)}},
          {{Flag("forced", """
            "conditions":{"client_filters":[{"name":"Percentage","parameters":{"Value":0}}]},"variants":[{"name":"On","status_override":"Enabled"}],"allocation":{"default_when_disabled":"On"}
            """)}},
          {{Flag("hidden", """
            "enabled":false,"variants":[{"name":"On","status_override":"Enabled"}],"allocation":{"default_when_disabled":"On"}
            """)}},
          {{Flag("plain", "\"enabled\":true")}},
          {{Flag("off", "\"enabled\":false")}},
          {{Flag("filtered", """
            "conditions":{"client_filters":[{"name":"Targeting","parameters":{"Audience":{"Users":["anna"]} } }]}
            """)}},
          {{Flag("unassigned", "\"variants\":[{\"name\":\"Never\"}]")}}
        ] } }
        """;

    private string Flag(string name, string more) =>
        $$$"""{"id":"{{{_prefix}}}{{{name}}}",{{{(more.Contains("\"enabled\"", StringComparison.Ordinal) ? string.Empty : "\"enabled\":true,")}}}{{{more}}},"telemetry":{"enabled":true,"metadata":{"ETag":"\"7\"","FeatureFlagId":"f-{{{name}}}","Note":"kept"} } }""";
}
