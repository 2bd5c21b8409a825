using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// PostHog's servers leave out a flag that is switched off, so a configured flag of the same name turned it on again, and it could not be switched off in
/// PostHog. With the precedence <see cref="FlagPrecedence.PostHogOnly"/>, it is off in every door.
/// </summary>
[Trait("Promise", "FM-25")]
public sealed class ConfigurationTurnsDisabledFlagOnTests
{
    private const string Retired = "retired";
    private const string OnlyConfigured = "only-configured";

    private static readonly string[] Names = [Retired, "RETIRED", OnlyConfigured];

    [Theory]
    [CombinatorialBools]
    public async Task Check_PostHogOnlyAndFlagDisabled_IsOffInEveryDoor(bool scoped, bool remote, bool byFlag)
    {
        var site = new DifferentialSite(Names, usePostHog: true);
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.Off(Retired), FlagJson.On("other")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = byFlag ? [Only(Retired), Only(OnlyConfigured)] : [new("PostHog:FeatureManagement:Precedence", nameof(FlagPrecedence.PostHogOnly))],
            ConfigurationJson = $$"""
                {
                  "FeatureManagement": { "{{OnlyConfigured}}": true },
                  "feature_management": { "feature_flags": [
                    { "id": "{{Retired}}", "enabled": true, "variants": [ { "name": "Big" } ], "allocation": { "default_when_enabled": "Big" } }
                  ] }
                }
                """,
            Services = services => services.AddGatedMvc(),
            Pipeline = site.Map,
        });

        foreach (string name in Names)
        {
            var question = new Question(name, new Caller("anna", null));
            List<Reply> states = [.. await site.StatesAsync(host, question)];
            List<Reply> variants = [await DifferentialSite.TagVariantAsync(host, question)];
            await host.InRequestAsync(async context =>
            {
                var doors = new ServiceDoors(context.RequestServices);
                states.AddRange(await doors.StatesAsync(name));
                states.AddRange(await doors.StatesAsync(name, new PostHogTargetingContext(new PostHogContext("bob"))));
                variants.AddRange(await doors.VariantsAsync(name));
                variants.AddRange(await doors.VariantsAsync(name, new PostHogTargetingContext(new PostHogContext("bob"))));
                IPostHogFlags flags = context.RequestServices.GetRequiredService<IPostHogFlags>();
                Assert.False((await flags.GetFlagAsync(name)).IsEnabled);
                Assert.False((await flags.GetAllFlagsAsync()).TryGetValue(name, out FlagResult found) && found.IsEnabled);
            });

            Assert.All(states, reply => Assert.Equal((reply, Reply.Off), (reply, reply.Text)));
            Assert.All(variants, reply => Assert.Equal((reply, Reply.NoVariant), (reply, reply.Text)));
        }
    }

    private static KeyValuePair<string, string?> Only(string flag) => new($"PostHog:FeatureManagement:PrecedenceByFlag:{flag}", nameof(FlagPrecedence.PostHogOnly));
}
