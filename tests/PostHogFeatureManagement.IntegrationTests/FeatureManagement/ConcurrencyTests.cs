using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>Many threads check flags for many users while flags change and while the application stops.</summary>
public sealed class ConcurrencyTests
{
    private const int Threads = 64;
    private const int Users = 16;

    /// <summary>Each user has their own variant, and the configured one while PostHog has no answer.</summary>
    private static readonly string Mine = FlagJson.Flag(
        "mine",
        $$"""
        "groups":[{{string.Join(',', Enumerable.Range(0, Users).Select(i => $$"""{"properties":[{"key":"distinct_id","type":"person","operator":"exact","value":"user-{{i}}"}],"rollout_percentage":100,"variant":"v-{{i}}"}"""))}}],
        "multivariate":{"variants":[{{string.Join(',', Enumerable.Range(0, Users).Select(i => $$"""{"key":"v-{{i}}","rollout_percentage":{{(i == 0 ? 100 : 0)}}}"""))}}]},
        "payloads":{ {{string.Join(',', Enumerable.Range(0, Users).Select(i => $"\"v-{i}\":\"{i}\""))}} }
        """);

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-07")]
    [Trait("Promise", "FM-20")]
    public async Task Checks_ManyThreadsWhileFlagsChange_ReturnOwnAnswers(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);
        int running = Threads;
        int checks = 0;
        Task[] workers =
        [
            .. Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
                async () =>
                {
                    var random = new Random(thread);
                    for (int i = 0; i < 40; i++)
                    {
                        await AskAsync(host, random.Next(Users), random.Next(7));
                        Interlocked.Increment(ref checks);
                    }

                    Interlocked.Decrement(ref running);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()),
        ];
        bool HaveEnded() => Volatile.Read(ref running) == 0 || workers.Any(worker => worker.IsFaulted);
        for (int flip = 0; !HaveEnded(); flip++)
        {
            host.PostHog.ReplaceDefinitions(flip % 3 == 2 ? FlagJson.Set(FlagJson.On("other")) : FlagJson.Set(Mine, FlagJson.On($"filler-{flip}")));
            int before = Volatile.Read(ref checks);
            await Eventually.TrueAsync(() => Volatile.Read(ref checks) > before || HaveEnded());
        }

        await Task.WhenAll(workers);
    }

    [Theory]
    [CombinatorialBools]
    [Trait("Promise", "FM-20")]
    public async Task Checks_ApplicationStops_KeepAnswering(bool scoped, bool remote)
    {
        GateHost host = await StartAsync(scoped, remote);
        using IServiceScope scope = host.Services.CreateScope();
        var features = scope.ServiceProvider.GetRequiredService<IVariantFeatureManager>();
        var snapshot = scope.ServiceProvider.GetRequiredService<IVariantFeatureManagerSnapshot>();
        var flags = scope.ServiceProvider.GetRequiredService<IPostHogFlags>();
        int checks = 0;
        bool stopped = false;
        Task[] workers =
        [
            .. Enumerable.Range(0, 16).Select(thread => Task.Run(async () =>
            {
                for (int after = 0; after < 20; after += Volatile.Read(ref stopped) ? 1 : 0)
                {
                    ITargetingContext user = Targeting((thread + after) % Users);
                    AssertOwn((thread + after) % Users, await features.GetVariantAsync("mine", user));
                    AssertOwn((thread + after) % Users, await snapshot.GetVariantAsync("mine", user));
                    if (after > 0)
                    {
                        Assert.False(await features.IsEnabledAsync("unknown-flag", user));
                        Assert.False((await flags.GetFlagAsync("unknown-flag", new PostHogContext("anna"))).HasValue);
                        Assert.NotNull(await flags.GetAllFlagsAsync(new PostHogContext("anna")));
                    }

                    Interlocked.Increment(ref checks);
                }
            })),
        ];
        await Eventually.TrueAsync(() => Volatile.Read(ref checks) > 50 || workers.Any(worker => worker.IsFaulted));
        await host.DisposeAsync();
        Volatile.Write(ref stopped, true);

        await Task.WhenAll(workers);
    }

    private static async Task AskAsync(GateHost host, int user, int entryPoint)
    {
        if (entryPoint == 0)
        {
            await host.InRequestAsync(async context => AssertOwn(user, await Variants(context.RequestServices).GetVariantAsync("mine")), $"user-{user}");
            return;
        }

        using IServiceScope scope = host.Services.CreateScope();
        using IDisposable? pushed = entryPoint is 1 or 2 ? PostHogContext.BeginScope(new PostHogContext($"user-{user}")) : null;
        var snapshot = scope.ServiceProvider.GetRequiredService<IVariantFeatureManagerSnapshot>();
        Task check = entryPoint switch
        {
            1 => CheckAsync(user, Variants(scope.ServiceProvider).GetVariantAsync("mine")),
            2 => CheckAsync(user, snapshot.GetVariantAsync("mine")),
            3 => CheckAsync(user, Variants(scope.ServiceProvider).GetVariantAsync("mine", Targeting(user))),
            4 => CheckAsync(user, snapshot.GetVariantAsync("mine", Targeting(user))),
            5 => CheckAsync(user, scope.ServiceProvider.GetRequiredService<IPostHogFlags>()),
            _ => CheckOthersAsync(user, snapshot),
        };
        await check;
    }

    private static async Task CheckAsync(int user, ValueTask<Variant> variant) => AssertOwn(user, await variant);

    private static async Task CheckAsync(int user, IPostHogFlags flags)
    {
        FlagResult result = await flags.GetFlagAsync("mine", new PostHogContext($"user-{user}"));
        Assert.Contains(result.Variant, (string?[])[null, "configured", $"v-{user}"]);
    }

    /// <summary>One DI scope, several users.</summary>
    private static async Task CheckOthersAsync(int user, IVariantFeatureManagerSnapshot snapshot)
    {
        for (int other = user; other < user + 4; other++)
        {
            AssertOwn(other % Users, await snapshot.GetVariantAsync("mine", Targeting(other % Users)));
        }
    }

    private static void AssertOwn(int user, Variant? variant)
    {
        bool isOwn = variant is null or { Name: "configured" } || (variant.Name == $"v-{user}" && variant.Configuration?.Value == $"{user}");
        Assert.True(isOwn, $"User {user} got {variant?.Name} {variant?.Configuration?.Value}.");
    }

    private static IVariantFeatureManager Variants(IServiceProvider services) => services.GetRequiredService<IVariantFeatureManager>();

    private static PostHogTargetingContext Targeting(int user) => new(new PostHogContext($"user-{user}"));

    private static Task<GateHost> StartAsync(bool scoped, bool remote) => GateHost.StartAsync(new GateHostSettings(FlagJson.Set(Mine))
    {
        Scoped = scoped,
        Remote = remote,
        Configuration =
        [
            new("PostHog:Definitions:PollInterval", "00:00:00.1"),
            new("PostHog:Cache:FreshFor", "00:00:00.05"),
            new("PostHog:Cache:StaleFor", "00:00:00.1"),
            new("PostHog:Cache:SizeLimit", "8"),
            new("feature_management:feature_flags:0:id", "mine"),
            new("feature_management:feature_flags:0:enabled", "true"),
            new("feature_management:feature_flags:0:variants:0:name", "configured"),
            new("feature_management:feature_flags:0:allocation:default_when_enabled", "configured"),
        ],
    });
}
