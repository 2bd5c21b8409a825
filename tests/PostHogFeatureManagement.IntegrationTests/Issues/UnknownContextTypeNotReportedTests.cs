using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>A check with a context of a type that names no user, such as a text with the user's id, silently was about the current user.</summary>
[Trait("Promise", "FM-08")]
[Trait("Promise", "ID-09")]
public sealed class UnknownContextTypeNotReportedTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_UnknownContextTypes_AreReportedOnceEach(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForUser("only-anna", "anna"))) { Scoped = scoped, Remote = remote });

        for (int i = 0; i < 2; i++)
        {
            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal("on", await features.AskAsync("only-anna", "u1"));
                Assert.Equal("on", await features.AskAsync("only-anna", Guid.Empty));
                Assert.Equal("on", await features.AskAsync("only-anna", new { UserId = "u1" }));
            });
        }

        Assert.Equal(3, host.Logs.Troubles.Count());
        Assert.All(host.Logs.Troubles, static entry => Assert.Equal(LogEvents.ContextWithoutCaller, entry.EventId.Id));
        Assert.All(host.Logs.Troubles, static entry => Assert.Contains("ITargetingContext, PostHogContext, ClaimsPrincipal, HttpContext", entry.Message, StringComparison.Ordinal));
        Assert.Contains(host.Logs.Troubles, static entry => entry.Message.Contains("System.Guid", StringComparison.Ordinal));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_ConfiguredFlagUnderstandsType_IsNotReported(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set())
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new("FeatureManagement:big-order:EnabledFor:0:Name", "BigOrder")],
            BeforePostHog = static features => features.AddFeatureFilter<BigOrderFilter>(),
        });

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("big-order", new Order(100)));
            Assert.Equal("off", await features.AskAsync("big-order", new Order(1)));
        });

        Assert.Empty(host.Logs.Troubles);
    }

    private sealed record Order(int Total);

    [FilterAlias("BigOrder")]
    private sealed class BigOrderFilter : IContextualFeatureFilter<Order>
    {
        public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, Order appContext) => Task.FromResult(appContext.Total >= 100);
    }
}
