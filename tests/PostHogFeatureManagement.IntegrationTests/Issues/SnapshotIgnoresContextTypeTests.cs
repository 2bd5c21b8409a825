using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// A contextual filter only handles contexts of its own type, so the same user in objects of two types can have two answers. The snapshot returned the first
/// answer for both. It also ignored groups that were set on a <see cref="PostHogTargetingContext"/> for Microsoft's filters.
/// </summary>
[Trait("Promise", "FM-06")]
[Trait("Promise", "FM-07")]
public sealed class SnapshotIgnoresContextTypeTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Snapshot_SameUserInSeveralContextTypes_MatchesManager(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set())
        {
            Scoped = scoped,
            Remote = remote,
            ConfigurationJson = """
                {"FeatureManagement":{"audience":{"EnabledFor":[{"Name":"Targeting","Parameters":{"Audience":{
                  "Users":["anna"],"Groups":[{"Name":"ring0","RolloutPercentage":100}],"DefaultRolloutPercentage":0} } }]} } }
                """,
        });
        var bob = new PostHogContext("bob");

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("off", await features.AskAsync("audience", new PostHogContext("anna")));
            Assert.Equal("on", await features.AskAsync("audience", new PostHogTargetingContext(new PostHogContext("anna"))));
            Assert.Equal("on", await features.AskAsync("audience", new TargetingContext { UserId = "anna" }));
            Assert.Equal("off", await features.AskAsync("audience", new PostHogTargetingContext(bob)));
            Assert.Equal("on", await features.AskAsync("audience", new PostHogTargetingContext(bob) { Groups = ["ring0"] }));
            Assert.Equal("on", await features.AskAsync("audience", new PostHogTargetingContext(bob) { UserId = "anna" }));
            Assert.Equal("off", await features.AskAsync("audience", new PostHogTargetingContext(bob)));
        });
    }
}
