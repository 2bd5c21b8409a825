using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>The snapshot answers for the context as it is at the time of the call.</summary>
public sealed class SnapshotContextTests
{
    private static readonly string Definitions = FlagJson.Set(
        FlagJson.ForUser("only-anna", "anna"),
        FlagJson.VariantForUser("headline", "anna", "bold", "plain"),
        FlagJson.ForCompany("only-acme", "$group_key", "acme"));

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    public async Task Snapshot_TwoUsersInOneRequest_AnswersForEach(bool scoped, bool remote)
    {
        await InRequestAsync(scoped, remote, async (snapshot, variants) =>
        {
            var anna = new TargetingContext { UserId = "anna" };
            var bob = new TargetingContext { UserId = "bob" };

            Assert.True(await snapshot.IsEnabledAsync("only-anna", anna));
            Assert.False(await snapshot.IsEnabledAsync("only-anna", bob));
            Assert.True(await variants.IsEnabledAsync("only-anna", anna));
            Assert.False(await variants.IsEnabledAsync("only-anna", bob));
            Assert.Equal("bold", (await variants.GetVariantAsync("headline", anna)).Name);
            Assert.Equal("plain", (await variants.GetVariantAsync("headline", bob)).Name);
            Assert.Equal("plain", (await variants.GetVariantAsync("headline")).Name);
        });
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    public async Task Snapshot_ContextChangesBetweenCalls_AnswersForNewContext(bool scoped, bool remote)
    {
        await InRequestAsync(scoped, remote, async (snapshot, variants) =>
        {
            var context = new TargetingContext { UserId = "anna", Groups = ["acme"] };
            Assert.True(await snapshot.IsEnabledAsync("only-anna", context));
            Assert.True(await snapshot.IsEnabledAsync("only-acme", context));
            Assert.Equal("bold", (await variants.GetVariantAsync("headline", context)).Name);

            context.UserId = "bob";
            context.Groups = ["globex"];
            Assert.False(await snapshot.IsEnabledAsync("only-anna", context));
            Assert.False(await snapshot.IsEnabledAsync("only-acme", context));
            Assert.Equal("plain", (await variants.GetVariantAsync("headline", context)).Name);
        });
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    public async Task Snapshot_GroupsChangeBetweenCalls_AnswersForNewGroups(bool scoped, bool remote)
    {
        await InRequestAsync(scoped, remote, groupType: null, check: async (snapshot, variants) =>
        {
            var context = new TargetingContext { UserId = "carl", Groups = ["ring0"] };
            Assert.True(await snapshot.IsEnabledAsync("ring", context));

            context.Groups = ["ring1"];
            Assert.False(await snapshot.IsEnabledAsync("ring", context));
            Assert.False(await variants.IsEnabledAsync("ring", new TargetingContext { UserId = "carl", Groups = ["ring2"] }));
            Assert.True(await variants.IsEnabledAsync("ring", new TargetingContext { UserId = "carl", Groups = ["ring0"] }));
        });
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    public async Task Snapshot_OwnContextChangesBetweenCalls_AnswersForNewContext(bool scoped, bool remote)
    {
        await InRequestAsync(scoped, remote, async (snapshot, _) =>
        {
            var context = new Visit { UserId = "anna", Plan = "scale" };
            Assert.True(await snapshot.IsEnabledAsync("for-plan", context));
            Assert.True(await snapshot.IsEnabledAsync("only-anna", context));

            context.Plan = "free";
            Assert.False(await snapshot.IsEnabledAsync("for-plan", context));

            context.UserId = "bob";
            Assert.False(await snapshot.IsEnabledAsync("only-anna", context));
        });
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    public async Task Snapshot_PrincipalsSameToPostHog_AnswersForEach(bool scoped, bool remote)
    {
        await InRequestAsync(scoped, remote, async (snapshot, _) =>
        {
            Assert.True(await snapshot.IsEnabledAsync("for-staff", TestUser.Create("anna", "role=staff")));
            Assert.False(await snapshot.IsEnabledAsync("for-staff", TestUser.Create("anna", "role=guest")));
        });
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    public async Task Snapshot_PushedContext_AnswersForPushedCaller(bool scoped, bool remote)
    {
        await InRequestAsync(scoped, remote, async (snapshot, variants) =>
        {
            Assert.False(await snapshot.IsEnabledAsync("only-anna"));
            using (PostHogContext.BeginScope(new PostHogContext("anna")))
            {
                Assert.True(await snapshot.IsEnabledAsync("only-anna"));
                Assert.Equal("bold", (await variants.GetVariantAsync("headline")).Name);
            }

            Assert.False(await snapshot.IsEnabledAsync("only-anna"));
        });
    }

    private static async Task InRequestAsync(
        bool scoped, bool remote, Func<IFeatureManagerSnapshot, IVariantFeatureManagerSnapshot, Task> check, string? groupType = "company")
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            Configuration =
            [
                new("PostHog:Identity:TargetingGroupType", groupType),
                new("FeatureManagement:ring:EnabledFor:0:Name", "Targeting"),
                new("FeatureManagement:ring:EnabledFor:0:Parameters:Audience:Groups:0:Name", "ring0"),
                new("FeatureManagement:ring:EnabledFor:0:Parameters:Audience:Groups:0:RolloutPercentage", "100"),
                new("FeatureManagement:ring:EnabledFor:0:Parameters:Audience:DefaultRolloutPercentage", "0"),
                new("FeatureManagement:for-plan:EnabledFor:0:Name", "Plan"),
                new("FeatureManagement:for-staff:EnabledFor:0:Name", "Staff"),
            ],
            BeforePostHog = features => features.AddFeatureFilter<PlanFilter>().AddFeatureFilter<StaffFilter>(),
        });

        await host.InRequestAsync(
            context => check(
                context.RequestServices.GetRequiredService<IFeatureManagerSnapshot>(),
                context.RequestServices.GetRequiredService<IVariantFeatureManagerSnapshot>()),
            user: "bob");
        Assert.Empty(host.Logs.Troubles);
    }

    private sealed class Visit : ITargetingContext
    {
        public string? UserId { get; set; }

        public IEnumerable<string>? Groups { get; set; }

        public string? Plan { get; set; }
    }

    [FilterAlias("Plan")]
    private sealed class PlanFilter : IContextualFeatureFilter<Visit>
    {
        public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, Visit appContext) => Task.FromResult(appContext.Plan == "scale");
    }

    [FilterAlias("Staff")]
    private sealed class StaffFilter : IContextualFeatureFilter<ClaimsPrincipal>
    {
        public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, ClaimsPrincipal appContext) =>
            Task.FromResult(appContext.HasClaim("role", "staff"));
    }
}
