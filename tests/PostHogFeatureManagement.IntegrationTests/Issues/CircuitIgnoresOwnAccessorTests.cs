using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.AspNetCore.Blazor;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary><c>WithBlazorCircuits()</c> no longer asked the application's own <see cref="ITargetingContextAccessor"/>.</summary>
[Trait("Promise", "ID-04")]
public sealed class CircuitIgnoresOwnAccessorTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_InCircuit_IsDecidedForUserOfOwnAccessor(bool scoped)
    {
        await using GateHost host = await new BlazorSite { Scoped = scoped, Features = features => Add(features, scoped) }.StartAsync();
        await using AsyncServiceScope circuit = host.Services.CreateAsyncScope();
        var accessor = (Accessor)circuit.ServiceProvider.GetRequiredService<ITargetingContextAccessor>();
        accessor.UserId = "circuit-user";

        Assert.Equal("circuit-user", (await circuit.ServiceProvider.GetRequiredService<CircuitCaller>().GetKnownAsync()).Context.DistinctId);
        Assert.Equal(1, accessor.Asked);

        await InActivityAsync();
        Assert.Equal(2, accessor.Asked);

        // An activity that checks several flags asks once, and one that checks none does not ask.
        async Task InActivityAsync()
        {
            circuit.ServiceProvider.GetRequiredService<CircuitCaller>().Enter();
            var features = circuit.ServiceProvider.GetRequiredService<IVariantFeatureManager>();
            Assert.Equal(1, accessor.Asked);
            await features.IsEnabledAsync("on");
            await features.IsEnabledAsync("vip");
            await features.IsEnabledAsync("half");
        }
    }

    [Fact]
    public async Task Check_AccessorReturnsNull_IsDecidedForCircuitsUser()
    {
        await using GateHost host = await new BlazorSite { Features = static features => Add(features, scoped: true) }.StartAsync();
        await using ServiceProvider user = new ServiceCollection()
            .AddSingleton<Microsoft.AspNetCore.Components.Authorization.AuthenticationStateProvider>(new SwitchableUser(static () => Task.FromResult(SwitchableUser.SignedIn("u1"))))
            .AddSingleton<ITargetingContextAccessor>(new Accessor())
            .BuildServiceProvider();
        using CircuitCaller caller = ActivatorUtilities.CreateInstance<CircuitCaller>(host.Services, user);

        Assert.Equal("u1", (await caller.GetKnownAsync()).Context.DistinctId);
    }

    private static void Add(IFeatureManagementBuilder features, bool scoped)
    {
        if (scoped)
        {
            features.Services.AddScoped<ITargetingContextAccessor, Accessor>();
        }
        else
        {
            features.Services.AddSingleton<ITargetingContextAccessor, Accessor>();
        }
    }

    private sealed class Accessor : ITargetingContextAccessor
    {
        public string? UserId { get; set; }

        public int Asked { get; private set; }

        public ValueTask<TargetingContext> GetContextAsync()
        {
            Asked++;
            return new(UserId is null ? null! : new TargetingContext { UserId = UserId });
        }
    }
}
