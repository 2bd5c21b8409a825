using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>An application's own accessor that names the caller.</summary>
public sealed class TargetingAccessorTests
{
    private static readonly string Definitions = FlagJson.Set(
        FlagJson.ForUser("only-anna", "anna"),
        FlagJson.VariantForUser("headline", "anna", "bold", "plain"),
        FlagJson.ForProperty("scale-plan", "plan", "scale"));

    private readonly Script _script = new();

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-01")]
    [Trait("Promise", "ID-04")]
    public async Task OwnAccessor_NamesUser_DecidesForPostHogAndConfiguration(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithTargeting<OwnAccessor>());

        foreach ((string user, string isOn, string variant) in new[] { ("anna", "on", "bold"), ("carl", "off", "plain") })
        {
            _script.Context = new TargetingContext { UserId = user };
            await host.InRequestAsync(
                async context =>
                {
                    var features = FeatureInterfaces.Of(context.RequestServices);
                    Assert.Equal(isOn, await features.AskAsync("only-anna"));
                    Assert.Equal(variant, (await features.Variants.GetVariantAsync("headline")).Name);
                    Assert.Equal(isOn, await features.AskAsync("targeted"));
                },
                user: "bob");
        }

        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-09")]
    public async Task OwnAccessor_ReturnsPostHogContext_UsesItsProperties(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithTargeting<OwnAccessor>());
        _script.Context = new PostHogTargetingContext(new PostHogContext("dora") { PersonProperties = new Dictionary<string, object?> { ["plan"] = "scale" } });

        await host.InRequestAsync(async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("scale-plan")));
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "ID-04")]
    public async Task OwnAccessor_ReturnsNull_UsesSignedInUser(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithTargeting<OwnAccessor>());

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("only-anna"));
            Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline")).Name);
        });
        Assert.Empty(host.Logs.Troubles);

        // A context without an ID means an anonymous caller. It is not a missing answer.
        _script.Context = new TargetingContext();
        await host.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-anna")));
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-20")]
    public async Task OwnAccessor_Throws_IsAnonymousAndLogged(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithTargeting<OwnAccessor>());
        _script.Failure = new InvalidOperationException("No idea.");

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("off", await features.AskAsync("only-anna"));
            Assert.Equal("on", await features.AskAsync("only-anna", TestUser.Create("anna")));
        });
        Assert.All(
            host.Logs.Troubles.Where(static entry => entry.EventId.Id != LogEvents.CallerWithoutId),
            entry => Assert.Same(_script.Failure, entry.Exception));
        Assert.Contains(host.Logs.Troubles, entry => entry.Level == LogLevel.Error);
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-21")]
    public async Task ScopedAccessor_OutsideRequest_IsResolvedFromManagersScope(bool remote)
    {
        await using GateHost host = await StartAsync(scoped: true, remote, features => features.WithTargeting<ScopedAccessor>(), services => services.AddScoped<Job>());

        using IServiceScope first = host.Services.CreateScope();
        using IServiceScope second = host.Services.CreateScope();
        first.ServiceProvider.GetRequiredService<Job>().User = "anna";
        second.ServiceProvider.GetRequiredService<Job>().User = "bob";

        Assert.Equal("on", await FeatureInterfaces.Of(first.ServiceProvider).AskAsync("only-anna"));
        Assert.Equal("off", await FeatureInterfaces.Of(second.ServiceProvider).AskAsync("only-anna"));
        Assert.Equal("bold", (await first.ServiceProvider.GetRequiredService<IVariantFeatureManager>().GetVariantAsync("headline")).Name);
        Assert.Equal("on", await FeatureInterfaces.Of(first.ServiceProvider).AskAsync("targeted"));
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-21")]
    public async Task ScopedPostHogAccessor_OutsideRequest_IsResolvedFromManagersScope(bool remote)
    {
        await using GateHost host = await StartAsync(scoped: true, remote, after: features => features.WithPostHogContext<ScopedPostHogAccessor>(), services: services => services.AddScoped<Job>());

        using IServiceScope scope = host.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<Job>().User = "anna";

        Assert.Equal("on", await FeatureInterfaces.Of(scope.ServiceProvider).AskAsync("only-anna"));
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-21")]
    public async Task SingletonAccessor_ManagersScopeHasEnded_StillNamesTheCaller(bool scoped)
    {
        await using GateHost host = await StartAsync(scoped, remote: false, services: services => services.AddSingleton<ITargetingContextAccessor, OwnAccessor>());
        _script.Context = new TargetingContext { UserId = "anna" };
        FeatureInterfaces features;
        using (IServiceScope scope = host.Services.CreateScope())
        {
            features = FeatureInterfaces.Of(scope.ServiceProvider);
        }

        Assert.True(await features.Manager.IsEnabledAsync("only-anna"));
        Assert.True(await features.Variants.IsEnabledAsync("only-anna"));
        Assert.Empty(host.Logs.Troubles);
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "ID-04")]
    public async Task MicrosoftAccessor_UserWithOrWithoutName_UsesClaims(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote, features => features.WithTargeting());

        await host.InRequestAsync(async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-anna")));
        await host.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-anna")), "someone", $"{ClaimTypes.Name}=anna");
        await host.InRequestAsync(
            async context => Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync("targeted")), "someone", $"{ClaimTypes.Role}=staff");
        await host.InRequestAsync(async context => Assert.Equal("off", await FeatureInterfaces.Of(context.RequestServices).AskAsync("only-anna")), user: null);

        using IServiceScope scope = host.Services.CreateScope();
        Assert.Equal("off", await FeatureInterfaces.Of(scope.ServiceProvider).AskAsync("only-anna"));
        using (PostHogContext.BeginScope(new PostHogContext("anna")))
        {
            Assert.Equal("on", await FeatureInterfaces.Of(scope.ServiceProvider).AskAsync("only-anna"));
        }

        Assert.All(host.Logs.Troubles, static entry => Assert.Equal(LogEvents.CallerWithoutId, entry.EventId.Id));
    }

    private Task<GateHost> StartAsync(
        bool scoped, bool remote, Action<IFeatureManagementBuilder>? before = null, Action<IServiceCollection>? services = null, Action<IFeatureManagementBuilder>? after = null) =>
        GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            Configuration =
            [
                new("FeatureManagement:targeted:EnabledFor:0:Name", "Targeting"),
                new("FeatureManagement:targeted:EnabledFor:0:Parameters:Audience:Users:0", "anna"),
                new("FeatureManagement:targeted:EnabledFor:0:Parameters:Audience:Groups:0:Name", "staff"),
                new("FeatureManagement:targeted:EnabledFor:0:Parameters:Audience:Groups:0:RolloutPercentage", "100"),
            ],
            BeforePostHog = before,
            AfterPostHog = after,
            Services = collection =>
            {
                collection.AddSingleton(_script);
                services?.Invoke(collection);
            },
        });

    private sealed class Script
    {
        public TargetingContext? Context { get; set; }

        public Exception? Failure { get; set; }
    }

    private sealed class OwnAccessor(Script script) : ITargetingContextAccessor
    {
        public ValueTask<TargetingContext> GetContextAsync() => script.Failure is { } failure ? throw failure : new(script.Context!);
    }

    private sealed class Job
    {
        public string? User { get; set; }
    }

    private sealed class ScopedAccessor(Job job) : ITargetingContextAccessor
    {
        public ValueTask<TargetingContext> GetContextAsync() => new(new TargetingContext { UserId = job.User });
    }

    private sealed class ScopedPostHogAccessor(Job job) : IPostHogContextAccessor
    {
        public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) => new(new PostHogContext(job.User));
    }
}
