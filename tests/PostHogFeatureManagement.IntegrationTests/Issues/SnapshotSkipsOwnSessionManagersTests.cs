using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// An application that builds Microsoft's <see cref="FeatureManager"/> itself can give it session managers that are not in the container. The snapshot, and
/// with it gates and tags, looked only at those in the container and said something else than the managers.
/// </summary>
[Trait("Promise", "FM-07")]
[Trait("Promise", "FM-13")]
[Trait("Promise", "FM-23")]
public sealed class SnapshotSkipsOwnSessionManagersTests
{
    private static readonly string[] Names = ["beta", "headline", "configured"];

    [Theory]
    [CombinatorialBools]
    public async Task Check_OwnFeatureManagerWithSession_SessionDecidesInEveryDoor(bool scoped, bool remote, bool before, bool replaces)
    {
        var site = new DifferentialSite(Names, usePostHog: true);
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"), FlagJson.Variant("headline", "bold")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new("FeatureManagement:configured", "true")],
            BeforePostHog = features => AddOwn(features, scoped, isNow: before, replaces),
            AfterPostHog = features => AddOwn(features, scoped, isNow: !before, replaces),
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
            });

            Assert.All(states, reply => Assert.Equal((reply, Reply.Off), (reply, reply.Text)));
            Assert.All(variants, reply => Assert.Equal((reply, Reply.NoVariant), (reply, reply.Text)));
        }
    }

    private static void AddOwn(IFeatureManagementBuilder features, bool scoped, bool isNow, bool replaces)
    {
        if (!isNow)
        {
            return;
        }

        if (replaces)
        {
            features.Services.RemoveAll<FeatureManager>();
        }

        features.Services.Add(ServiceDescriptor.Describe(
            typeof(FeatureManager),
            static provider => new FeatureManager(provider.GetRequiredService<IFeatureDefinitionProvider>())
            {
                FeatureFilters = provider.GetServices<IFeatureFilterMetadata>(),
                SessionManagers = [new EverythingIsOff()],
            },
            scoped ? ServiceLifetime.Scoped : ServiceLifetime.Singleton));
    }

    private sealed class EverythingIsOff : ISessionManager
    {
        public Task<bool?> GetAsync(string featureName) => Task.FromResult<bool?>(false);

        public Task SetAsync(string featureName, bool enabled) => Task.CompletedTask;
    }
}
