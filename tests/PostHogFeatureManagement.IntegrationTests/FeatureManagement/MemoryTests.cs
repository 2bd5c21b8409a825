using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>The memory that checks retain. These tests run alone because all tests share the heap.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    /// <summary>Exposures are remembered, within a bound of their own.</summary>
    private static readonly KeyValuePair<string, string?>[] WithoutExposures = [new("PostHog:Events:SendFlagCalled", "false")];

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    public async Task Check_ManyDistinctUsers_RetainsNothing(bool scoped)
    {
        const int MaxBytesPerUser = 40;
        const int Users = 50_000;
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.Variant("headline", "bold", "1"), FlagJson.On("beta"))) { Scoped = scoped, Configuration = WithoutExposures });
        await AskAsync(host, "warm", Users / 10);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        await AskAsync(host, "user", Users);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Users * MaxBytesPerUser);
    }

    [Fact]
    [Trait("Promise", "FM-07")]
    public async Task Snapshot_LongLivedScope_IsBounded()
    {
        const int Users = 100_000;
        const int MaxBytesPerUser = 100;
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"))) { Configuration = WithoutExposures });
        using IServiceScope scope = host.Services.CreateScope();
        var snapshot = scope.ServiceProvider.GetRequiredService<IVariantFeatureManagerSnapshot>();
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < Users; i++)
        {
            Assert.True(await snapshot.IsEnabledAsync("beta", new PostHogContext($"user-{i}")));
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Users * MaxBytesPerUser);
    }

    private static async Task AskAsync(GateHost host, string prefix, int users)
    {
        for (int i = 0; i < users; i++)
        {
            using IServiceScope scope = host.Services.CreateScope();
            var snapshot = scope.ServiceProvider.GetRequiredService<IVariantFeatureManagerSnapshot>();
            var user = new TargetingContext { UserId = $"{prefix}-{i}" };
            await snapshot.IsEnabledAsync("beta", user);
            await snapshot.GetVariantAsync("headline", user);
            await snapshot.IsEnabledAsync("unknown", user);
        }
    }
}
