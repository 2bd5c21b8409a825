using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// A filter that depends on a scoped service of the request gave <see cref="IPostHogFlags"/> and the managers different answers, because
/// <see cref="IPostHogFlags"/> evaluated configured flags in a DI scope of its own.
/// </summary>
[Trait("Promise", "FM-06")]
[Trait("Promise", "FM-15")]
public sealed class ScopedFilterAnswersDifferTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_ConfiguredFlagWithScopedFilter_IsSameInEveryInterface(bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta")))
        {
            Scoped = true,
            Remote = remote,
            Configuration = [new("FeatureManagement:for-acme:EnabledFor:0:Name", "Tenant")],
            BeforePostHog = features => features.AddFeatureFilter<TenantFilter>(),
            Services = services => services.AddScoped<Tenant>(),
        });

        foreach ((string tenant, bool isOn) in new[] { ("acme", true), ("globex", false) })
        {
            await host.InRequestAsync(async context =>
            {
                context.RequestServices.GetRequiredService<Tenant>().Name = tenant;
                var flags = context.RequestServices.GetRequiredService<IPostHogFlags>();
                Assert.Equal(isOn ? "on" : "off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("for-acme"));
                Assert.Equal(isOn, (await flags.GetFlagAsync("for-acme")).IsEnabled);
                Assert.Equal(isOn, (await flags.GetAllFlagsAsync())["for-acme"].IsEnabled);
            });
        }

        Assert.False((await host.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync("for-acme", new PostHogContext("job"))).IsEnabled);
        Assert.Empty(host.Logs.Troubles);
    }

    private sealed class Tenant
    {
        public string? Name { get; set; }
    }

    [FilterAlias("Tenant")]
    private sealed class TenantFilter(Tenant tenant) : IFeatureFilter
    {
        public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context) => Task.FromResult(tenant.Name == "acme");
    }
}
