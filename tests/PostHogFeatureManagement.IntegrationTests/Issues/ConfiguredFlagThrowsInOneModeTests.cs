using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// A configured flag that cannot be evaluated threw Microsoft's exception while definitions were loaded, and was off in remote mode. A flag that is only
/// configured behaves as in Microsoft.FeatureManagement alone, in both modes. A flag of PostHog's never throws: it is off and the reason is logged.
/// </summary>
[Trait("Promise", "FM-20")]
[Trait("Promise", "FM-23")]
public sealed class ConfiguredFlagThrowsInOneModeTests
{
    private const string Flag = "configured";

    public static TheoryData<string> Broken =>
    [
        """{"FeatureManagement":{"configured":{"EnabledFor":[{"Name":"NoSuchFilter"}]}}}""",
        """{"FeatureManagement":{"configured":{"EnabledFor":[{"Name":"TimeWindow","Parameters":{"Start":"Mon, 01 Jan 2024 00:00:00 GMT","End":"Tue, 02 Jan 2024 00:00:00 GMT","Recurrence":{"Pattern":{"Type":"Daily","Interval":0},"Range":{"Type":"NoEnd"}}}}]}}}""",
        """{"FeatureManagement":{"configured":{"EnabledFor":[{"Name":"Percentage","Parameters":{"Value":"many"}}]}}}""",
        """{"FeatureManagement":{"configured":{"RequirementType":"Sometimes","EnabledFor":[{"Name":"AlwaysOn"}]}}}""",
        """{"feature_management":{"feature_flags":[{"id":"configured","enabled":"perhaps"}]}}""",
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Check_OnlyConfiguredFlag_ThrowsWhatMicrosoftThrows(string json)
    {
        using var microsoft = new Configured(json);
        Exception expected = await Assert.ThrowsAnyAsync<Exception>(async () => await microsoft.Features.IsEnabledAsync(Flag));

        foreach ((bool scoped, bool remote) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            var site = new DifferentialSite([Flag], usePostHog: true);
            await using GateHost host = await StartAsync(FlagJson.Set(FlagJson.On("other")), json, scoped, remote, site);

            List<Reply> replies = [.. await site.StatesAsync(host, new Question(Flag, new Caller("anna", null)))];
            await host.InRequestAsync(async context =>
            {
                var doors = new ServiceDoors(context.RequestServices);
                replies.AddRange(await doors.StatesAsync(Flag));
                replies.AddRange(await doors.StatesAsync(Flag, new PostHogTargetingContext(new PostHogContext("bob"))));
                replies.AddRange(await doors.VariantsAsync(Flag));
                Assert.False((await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync(Flag)).IsEnabled);
            });

            Assert.All(replies, reply => Assert.Equal((reply, $"throws {expected.GetType().Name}"), (reply, reply.Text)));
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Check_PostHogFlagWithBrokenFallback_IsOffAndLogged(string json)
    {
        foreach ((bool scoped, bool remote) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            var site = new DifferentialSite([Flag], usePostHog: true);
            await using GateHost host = await StartAsync(FlagJson.Set(FlagJson.ServerOnly(Flag)), json, scoped, remote, site);

            // In remote mode, only an answer tells that the flag is PostHog's.
            await host.InRequestAsync(async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync(Flag)));
            host.PostHog.SetFaults(new() { Status = 401 });

            List<Reply> replies = [.. await site.StatesAsync(host, new Question(Flag, new Caller("bob", null)))];
            await host.InRequestAsync(async context => replies.AddRange(await new ServiceDoors(context.RequestServices).StatesAsync(Flag)), user: "bob");

            Assert.All(replies, reply => Assert.Equal((reply, Reply.Off), (reply, reply.Text)));
            Assert.Contains(host.Logs.Entries, entry => entry.EventId.Id is LogEvents.ConfigurationFallbackBroke or LogEvents.ConfiguredFlagUnreadable or LogEvents.ConfigurationUnreadable);
        }
    }

    private static Task<GateHost> StartAsync(string definitions, string json, bool scoped, bool remote, DifferentialSite site) =>
        GateHost.StartAsync(new GateHostSettings(definitions)
        {
            Scoped = scoped,
            Remote = remote,
            ConfigurationJson = json,
            Services = services => services.AddGatedMvc(),
            Pipeline = site.Map,
        });
}
