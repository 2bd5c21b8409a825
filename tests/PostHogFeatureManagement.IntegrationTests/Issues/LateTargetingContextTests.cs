using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>An <see cref="ITargetingContextAccessor"/> that the application registered after <c>AddPostHog()</c>, by itself or with <c>WithTargeting()</c>, failed the start.</summary>
[Trait("Promise", "FM-23")]
[Trait("Promise", "ID-04")]
public sealed class LateTargetingContextTests
{
    private const string Configuration = """
        { "FeatureManagement": { "targeted": { "EnabledFor": [ { "Name": "Microsoft.Targeting", "Parameters": { "Audience": { "Users": [ "anna" ], "DefaultRolloutPercentage": 0 } } } ] } } }
        """;

    private static readonly Action<IFeatureManagementBuilder> WithTargetingOfT = static features => features.WithTargeting<Anna>();
    private static readonly Action<IFeatureManagementBuilder> Singleton = static features => features.AddFeatureFilter<TargetingFilter>().Services.AddSingleton<ITargetingContextAccessor>(new Anna());
    private static readonly Action<IFeatureManagementBuilder> Scoped = static features => features.AddFeatureFilter<TargetingFilter>().Services.AddScoped<ITargetingContextAccessor, Anna>();

    [Theory]
    [InlineData(PostHogMode.Off)]
    [InlineData(PostHogMode.OffLater)]
    [InlineData(PostHogMode.Local)]
    [InlineData(PostHogMode.Remote)]
    [InlineData(PostHogMode.Unreachable)]
    public async Task ConfiguredFlag_AccessorRegisteredLater_IsTargeted(PostHogMode mode)
    {
        foreach (bool scoped in new[] { false, true })
        {
            foreach (Action<IFeatureManagementBuilder> late in Ways(scoped))
            {
                await ComparedHost.AssertSameAsAloneAsync(Settings(scoped) with { AfterPostHog = late }, mode);
            }
        }
    }

    [Theory]
    [InlineData(PostHogMode.Local)]
    [InlineData(PostHogMode.Remote)]
    public async Task PostHogsFlag_AccessorRegisteredLater_IsDecidedForItsUser(PostHogMode mode)
    {
        foreach (bool scoped in new[] { false, true })
        {
            foreach (Action<IFeatureManagementBuilder> late in Ways(scoped))
            {
                await using ComparedHost host = await ComparedHost.StartAsync(Settings(scoped) with { AfterPostHog = late }, mode);

                Assert.Equal("only-anna on none none", await host.AskAsync("only-anna", "bob"));
            }
        }
    }

    [Theory]
    [InlineData(PostHogMode.Local)]
    [InlineData(PostHogMode.Remote)]
    public async Task PostHogFlags_ScopedAccessorBesideSingletonManagers_IsTakenFromTheRequest(PostHogMode mode)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForUser("only-anna", "anna")))
        {
            Remote = mode == PostHogMode.Remote,
            Services = static services => services.AddScoped<ITargetingContextAccessor, Anna>(),
        });

        await host.InRequestAsync(
            async context => Assert.True((await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("only-anna")).IsEnabled),
            user: "bob");
        Assert.True((await host.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync("only-anna")).IsEnabled);
    }

    private static Action<IFeatureManagementBuilder>[] Ways(bool scoped) => scoped ? [WithTargetingOfT, Singleton, Scoped] : [WithTargetingOfT, Singleton];

    private static ComparedHostSettings Settings(bool scoped) => new(Configuration, "targeted")
    {
        Scoped = scoped,
        Definitions = FlagJson.Set(FlagJson.ForUser("only-anna", "anna")),
    };

    private sealed class Anna : ITargetingContextAccessor
    {
        public ValueTask<TargetingContext> GetContextAsync() => new(new TargetingContext { UserId = "anna" });
    }
}
