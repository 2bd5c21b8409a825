using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.AspNetCore.Blazor;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

[Trait("Promise", "FM-21")]
public sealed class CircuitCallerTests
{
    [Fact]
    public async Task GetKnownAsync_UserUnknown_DoesNotWait()
    {
        var state = new TaskCompletionSource<AuthenticationState>();
        await using GateHost host = await new BlazorSite().StartAsync();
        await using ServiceProvider circuit = Circuit(new SwitchableUser(() => state.Task));
        using CircuitCaller caller = Caller(host, circuit);

        ValueTask<Caller> known = caller.GetKnownAsync();
        Task<Caller> whole = caller.GetAsync().AsTask();

        Assert.True(known.IsCompletedSuccessfully);
        Assert.Null((await known).Context.DistinctId);
        Assert.False(whole.IsCompleted);
        state.SetResult(SwitchableUser.SignedIn("u1", "scale"));
        PostHogContext user = (await whole).Context;
        Assert.Equal("u1", user.DistinctId);
        Assert.Equal("scale", user.PersonProperties["plan"]);
        Assert.Equal("u1", (await caller.GetKnownAsync()).Context.DistinctId);
    }

    [Fact]
    public async Task GetKnownAsync_UserChanges_ReturnsNewUser()
    {
        var user = new SwitchableUser(() => Task.FromResult(SwitchableUser.SignedIn("u1")));
        await using GateHost host = await new BlazorSite().StartAsync();
        await using ServiceProvider circuit = Circuit(user);
        using CircuitCaller caller = Caller(host, circuit);

        Assert.Equal("u1", (await caller.GetKnownAsync()).Context.DistinctId);
        user.Become(SwitchableUser.SignedIn("u2"));
        Assert.Equal("u2", (await caller.GetKnownAsync()).Context.DistinctId);
        user.Become(SwitchableUser.SignedOut());
        Assert.Null((await caller.GetKnownAsync()).Context.DistinctId);
    }

    [Fact]
    public async Task GetAsync_CalledRepeatedly_RequestsStateOnce()
    {
        var user = new SwitchableUser(() => Task.FromResult(SwitchableUser.SignedIn("u1")));
        await using GateHost host = await new BlazorSite().StartAsync();
        await using ServiceProvider circuit = Circuit(user);
        using CircuitCaller caller = Caller(host, circuit);

        await caller.GetKnownAsync();
        await caller.GetAsync();
        await caller.GetKnownAsync();

        Assert.Equal(1, user.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetAsync_AuthenticationFails_IsAnonymous(bool atOnce)
    {
        await using GateHost host = await new BlazorSite().StartAsync();
        await using ServiceProvider circuit = Circuit(new SwitchableUser(() =>
            atOnce ? throw new InvalidOperationException() : Task.FromException<AuthenticationState>(new InvalidOperationException())));
        using CircuitCaller caller = Caller(host, circuit);

        Assert.Null((await caller.GetKnownAsync()).Context.DistinctId);
        Assert.Null((await caller.GetAsync()).Context.DistinctId);
    }

    [Fact]
    public async Task GetAsync_NoAuthentication_IsAnonymous()
    {
        await using GateHost host = await new BlazorSite().StartAsync();
        await using ServiceProvider circuit = new ServiceCollection().BuildServiceProvider();
        using CircuitCaller caller = Caller(host, circuit);

        Assert.Null((await caller.GetAsync()).Context.DistinctId);
    }

    [Fact]
    public async Task GetAsync_OwnAccessor_IsResolvedFromCircuit()
    {
        await using GateHost host = await new BlazorSite { Features = features => features.WithPostHogContext<OwnAccessor>() }.StartAsync();
        await using AsyncServiceScope circuit = host.Services.CreateAsyncScope();
        circuit.ServiceProvider.GetRequiredService<OwnAccessor>().DistinctId = "circuit-user";

        CircuitCaller caller = circuit.ServiceProvider.GetRequiredService<CircuitCaller>();

        Assert.Equal("circuit-user", (await caller.GetKnownAsync()).Context.DistinctId);
        Assert.Equal("circuit-user", (await caller.GetAsync()).Context.DistinctId);
    }

    [Fact]
    public async Task GetKnownAsync_AccessorThrows_IsAnonymousAndLogged()
    {
        await using GateHost host = await new BlazorSite { Features = features => features.WithPostHogContext<BrokenAccessor>() }.StartAsync();
        await using AsyncServiceScope circuit = host.Services.CreateAsyncScope();

        Caller caller = await circuit.ServiceProvider.GetRequiredService<CircuitCaller>().GetKnownAsync();

        Assert.Null(caller.Context.DistinctId);
        Assert.Equal(LogEvents.CallerUnknown, Assert.Single(host.Logs.Troubles).EventId.Id);
    }

    private static ServiceProvider Circuit(AuthenticationStateProvider user) => new ServiceCollection().AddSingleton(user).BuildServiceProvider();

    private static CircuitCaller Caller(GateHost host, IServiceProvider circuit) =>
        ActivatorUtilities.CreateInstance<CircuitCaller>(host.Services, circuit);

    private sealed class OwnAccessor : IPostHogContextAccessor
    {
        public string? DistinctId { get; set; }

        public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) => new(new PostHogContext(DistinctId));
    }

    private sealed class BrokenAccessor : IPostHogContextAccessor
    {
        public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) => throw new InvalidOperationException();
    }
}
