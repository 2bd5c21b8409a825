using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// The application's accessor was asked at every look-up, also for answers that were kept, and once more by <c>UsePostHog()</c>, even for a request without flags and
/// with PostHog switched off. An accessor that cannot answer that early logged an error with each request.
/// </summary>
[Trait("Promise", "ID-04")]
[Trait("Promise", "ID-05")]
public sealed class AccessorAskedAtEveryCheckTests
{
    private readonly Script _script = new();

    [Theory]
    [CombinatorialBools]
    public async Task Check_SeveralFlags_AsksOncePerRequest(bool scoped, bool remote, bool usePostHog, bool targeting)
    {
        await using GateHost host = await StartAsync(scoped, remote, usePostHog, targeting);
        for (int request = 1; request <= 2; request++)
        {
            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal("on", await features.AskAsync("only-anna"));
                Assert.Equal("on", await features.AskAsync("beta"));
                Assert.Equal("on", await features.AskAsync("only-anna", context));
                Assert.True((await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("only-anna")).IsEnabled);
            });

            Assert.Equal(request, _script.Asked);
        }
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_InParallel_AsksOnce(bool scoped, bool remote, bool targeting)
    {
        await using GateHost host = await StartAsync(scoped, remote, usePostHog: true, targeting);
        _script.Release = new TaskCompletionSource();

        await host.InRequestAsync(async context =>
        {
            var manager = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            using var leaving = new CancellationTokenSource();
            Task<bool> first = manager.IsEnabledAsync("only-anna", leaving.Token).AsTask();
            Task<bool>[] others = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => manager.IsEnabledAsync("only-anna").AsTask()))];
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            _script.Release.SetResult();

            Assert.All(await Task.WhenAll(others), Assert.True);
        });

        Assert.Equal(1, _script.Asked);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Request_WithoutFlags_AsksNobody(bool scoped, bool enabled, bool targeting)
    {
        await using GateHost host = await StartAsync(scoped, remote: false, usePostHog: true, targeting, enabled);

        await host.InRequestAsync(static _ => Task.CompletedTask);

        Assert.Equal(0, _script.Asked);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_SwitchedOff_AsksNobody(bool scoped, bool targeting)
    {
        await using GateHost host = await StartAsync(scoped, remote: false, usePostHog: true, targeting, enabled: false);

        await host.InRequestAsync(async context =>
        {
            Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("configured"));
            Assert.True((await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("configured")).IsEnabled);
        });

        Assert.Equal(0, _script.Asked);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_OtherUserSignsIn_AsksAgain(bool scoped, bool targeting)
    {
        await using GateHost host = await StartAsync(scoped, remote: false, usePostHog: true, targeting);

        await host.InRequestAsync(async context =>
        {
            var features = context.RequestServices.GetRequiredService<IVariantFeatureManager>();
            Assert.True(await features.IsEnabledAsync("only-anna"));
            _script.User = "bob";
            context.User = TestUser.Create("bob");
            Assert.False(await features.IsEnabledAsync("only-anna"));
        });

        Assert.Equal(2, _script.Asked);
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_ManagersOfOtherScopes_HaveTheirOwnCallers(bool targeting)
    {
        await using GateHost host = await StartAsync(scoped: true, remote: false, usePostHog: true, targeting);

        await host.InRequestAsync(async context =>
        {
            Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-anna"));
            _script.User = "bob";
            await using AsyncServiceScope tenant = context.RequestServices.CreateAsyncScope();
            Assert.Equal("off", await FeatureInterfaces.Of(tenant.ServiceProvider).AskAsync("only-anna"));
            Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-anna"));
        });
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_AccessorChecksFlagItself_IsDecidedForSignedInUser(bool scoped, bool usePostHog, bool targeting)
    {
        await using GateHost host = await StartAsync(scoped, remote: false, usePostHog, targeting);
        bool? inside = null;
        _script.First = async context => inside = await context.RequestServices.GetRequiredService<IVariantFeatureManager>().IsEnabledAsync("only-bob");

        await host.InRequestAsync(
            async context => Assert.True(await context.RequestServices.GetRequiredService<IVariantFeatureManager>().IsEnabledAsync("only-anna")),
            user: "bob");

        Assert.True(inside);
        Assert.Equal(1, _script.Asked);
    }

    private Task<GateHost> StartAsync(bool scoped, bool remote, bool usePostHog, bool targeting, bool enabled = true) =>
        GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForUser("only-anna", "anna"), FlagJson.ForUser("only-bob", "bob"), FlagJson.On("beta")))
        {
            Scoped = scoped,
            Remote = remote,
            UsePostHog = usePostHog,
            Configuration = [new("PostHog:Enabled", enabled.ToString()), new("FeatureManagement:configured", "true")],
            BeforePostHog = features => _ = targeting ? features.WithTargeting<TargetingAccessor>() : features,
            AfterPostHog = features => _ = targeting ? features : features.WithPostHogContext<ContextAccessor>(),
            Services = services => services.AddSingleton(_script),
        });

    private sealed class Script
    {
        private int _asked;

        public int Asked => _asked;

        public string User { get; set; } = "anna";

        /// <summary>When set, the accessor waits for it.</summary>
        public TaskCompletionSource? Release { get; set; }

        /// <summary>What the accessor does first.</summary>
        public Func<HttpContext, Task> First { get; set; } = static _ => Task.CompletedTask;

        public async Task<string> AskAsync(HttpContext context)
        {
            Interlocked.Increment(ref _asked);
            await First(context);
            await (Release?.Task ?? Task.CompletedTask);
            return User;
        }
    }

    private sealed class TargetingAccessor(Script script, IHttpContextAccessor http) : ITargetingContextAccessor
    {
        public async ValueTask<TargetingContext> GetContextAsync() => new() { UserId = await script.AskAsync(http.HttpContext!) };
    }

    private sealed class ContextAccessor(Script script, IHttpContextAccessor http) : IPostHogContextAccessor
    {
        public async ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) => new(await script.AskAsync(http.HttpContext!));
    }
}
