using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Services chosen by variant.</summary>
[Trait("Promise", "FM-11")]
public sealed class VariantServiceTests
{
    private static readonly string Definitions = FlagJson.Set(
        FlagJson.VariantForUser("headline", "anna", "bold", "plain"),
        FlagJson.ForUser("only-anna", "anna"),
        FlagJson.WithPayload("sized", "1"),
        FlagJson.On("simple"));

    private interface IHeadline;

    [Theory]
    [CombinatorialBools]
    public async Task GetServiceAsync_VariantFlag_ChoosesByNameOrAlias(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithVariantService<IHeadline>("headline"), services =>
        {
            services.AddTransient<IHeadline, Bold>();
            services.AddTransient<IHeadline, Plain>();
        });

        Assert.Equal("Bold", await ServiceAsync(host, "anna"));
        Assert.Equal("Plain", await ServiceAsync(host, "bob"));
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetServiceAsync_KeyedServices_ChoosesByKey(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithVariantService<IHeadline>("headline"), services =>
        {
            services.AddKeyedTransient<IHeadline, Simple>("bold");
            services.AddKeyedTransient<IHeadline, Plain>("plain");
        });

        Assert.Equal("Simple", await ServiceAsync(host, "anna"));
        Assert.Equal("Plain", await ServiceAsync(host, "bob"));
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetServiceAsync_ExplicitContext_ChoosesForContext(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithVariantService<IHeadline>("headline"), services =>
        {
            services.AddTransient<IHeadline, Bold>();
            services.AddTransient<IHeadline, Plain>();
        });

        await host.InRequestAsync(
            async context =>
            {
                var provider = context.RequestServices.GetRequiredService<IContextualVariantServiceProvider<IHeadline>>();
                Assert.IsType<Bold>(await provider.GetServiceAsync(new PostHogTargetingContext(new PostHogContext("anna")), CancellationToken.None));
                Assert.IsType<Plain>(await provider.GetServiceAsync(new TargetingContext { UserId = "carl" }, CancellationToken.None));
            },
            user: "bob");
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetServiceAsync_BooleanFlagWithPayload_ChoosesVariantTrue(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithVariantService<IHeadline>("sized"), services => services.AddKeyedTransient<IHeadline, Bold>("true"));

        Assert.Equal("Bold", await ServiceAsync(host, "bob"));
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetServiceAsync_BooleanFlagWithoutPayload_ReturnsNull(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithVariantService<IHeadline>("simple"), services => services.AddTransient<IHeadline, Bold>());

        Assert.Equal("nothing", await ServiceAsync(host, "anna"));
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    public async Task GetServiceAsync_BooleanFlagWithTwoTypes_ChoosesByState(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithVariantService<IHeadline, Bold, Plain>("only-anna"), services =>
        {
            services.AddTransient<IHeadline, Bold>();
            services.AddTransient<IHeadline, Plain>();
        });

        Assert.Equal("Bold", await ServiceAsync(host, "anna"));
        Assert.Equal("Plain", await ServiceAsync(host, "bob"));
        await host.InRequestAsync(
            async context =>
            {
                var provider = context.RequestServices.GetRequiredService<IContextualVariantServiceProvider<IHeadline>>();
                Assert.IsType<Bold>(await provider.GetServiceAsync(TestUser.Create("anna"), CancellationToken.None));
                Assert.IsType<Plain>(await provider.GetServiceAsync(TestUser.Create("carl"), CancellationToken.None));
            },
            user: "bob");
        Assert.Empty(host.Logs.Troubles);
    }

    private static async Task<string> ServiceAsync(GateHost host, string user)
    {
        IHeadline? chosen = null;
        await host.InRequestAsync(
            async context => chosen = await context.RequestServices.GetRequiredService<IVariantServiceProvider<IHeadline>>().GetServiceAsync(CancellationToken.None),
            user);
        return chosen?.GetType().Name ?? "nothing";
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote, Action<IFeatureManagementBuilder> addVariantService, Action<IServiceCollection> services) =>
        GateHost.StartAsync(new GateHostSettings(Definitions) { Scoped = scoped, Remote = remote, AfterPostHog = addVariantService, Services = services });

    [VariantServiceAlias("bold")]
    private sealed class Bold : IHeadline;

    private sealed class Plain : IHeadline;

    private sealed class Simple : IHeadline;
}
