using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// The managers answer PostHog's flags without Microsoft's manager. Names, contexts and tokens that it would refuse are refused in the same way: with the same
/// exception, and in the task.
/// </summary>
[Trait("Promise", "FM-24")]
public sealed class FastPathDiffersForOddInputTests
{
    private const string Configuration = """
        {"feature_management":{"feature_flags":[
          {"id":"beta","enabled":true,"conditions":{"client_filters":[{"name":"Percentage","parameters":{"Value":100}}]}},
          {"id":"headline","enabled":true,"conditions":{"client_filters":[{"name":"Percentage","parameters":{"Value":100}}]},"variants":[{"name":"bold"}],"allocation":{"default_when_enabled":"bold"}}
        ]}}
        """;

    private static readonly CancellationToken Cancelled = new(canceled: true);
    private static readonly TargetingContext Context = new() { UserId = "bob" };

    public static IEnumerable<TheoryDataRow<bool, bool, string>> Cases =>
        from scoped in new[] { false, true }
        from remote in new[] { false, true }
        from name in new[] { "beta", "headline", "unheard-of", "", " ", "<null>" }
        select new TheoryDataRow<bool, bool, string>(scoped, remote, name);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Check_OddInput_BehavesAsMicrosoft(bool scoped, bool remote, string text)
    {
        string? name = text == "<null>" ? null : text;
        using var microsoft = new Configured(Configuration);
        await using GateHost host = await StartAsync(scoped, remote);
        var expected = new List<Reply>();
        await AskAsync(expected, (IFeatureManager)microsoft.Features, microsoft.Features, name!);

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            var actual = new List<Reply>();
            await AskAsync(actual, features.Manager, features.Variants, name!);

            // In remote mode, a name that no answer had yet may be PostHog's, so a cancelled check of it is cancelled instead of off.
            bool mayBePostHogs = remote && name is not (null or "beta" or "headline");
            Assert.Equal(expected.Where(reply => IsComparable(reply)), actual.Where(reply => IsComparable(reply)));

            bool IsComparable(Reply reply) => !mayBePostHogs || !reply.Door.Contains("cancelled", StringComparison.Ordinal);
        });
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_OddInput_FailsInItsTask(bool scoped, bool remote)
    {
        await using GateHost host = await StartAsync(scoped, remote);

        await host.InRequestAsync(context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            var broken = new BrokenContext();
            Task[] tasks =
            [
                features.Manager.IsEnabledAsync(null!),
                features.Manager.IsEnabledAsync<TargetingContext>("beta", null!),
                features.Manager.IsEnabledAsync("beta", broken),
                features.Variants.IsEnabledAsync(null!).AsTask(),
                features.Variants.IsEnabledAsync("beta", Cancelled).AsTask(),
                features.Variants.IsEnabledAsync("beta", broken).AsTask(),
                features.Variants.GetVariantAsync(null!).AsTask(),
                features.Variants.GetVariantAsync(string.Empty).AsTask(),
                features.Variants.GetVariantAsync("headline", (ITargetingContext)null!).AsTask(),
                features.Variants.GetVariantAsync("headline", broken).AsTask(),
            ];
            return Task.WhenAll(tasks.Select(static task => Record.ExceptionAsync(() => task).AsTask()));
        });
    }

    private static async Task AskAsync(List<Reply> replies, IFeatureManager manager, IVariantFeatureManager variants, string name)
    {
        await AddAsync("on", async () => Reply.Say(await manager.IsEnabledAsync(name)));
        await AddAsync("on, context", async () => Reply.Say(await manager.IsEnabledAsync(name, Context)));
        await AddAsync("on, null context", async () => Reply.Say(await manager.IsEnabledAsync<TargetingContext>(name, null!)));
        await AddAsync("variants on", async () => Reply.Say(await variants.IsEnabledAsync(name)));
        await AddAsync("variants on, cancelled", async () => Reply.Say(await variants.IsEnabledAsync(name, Cancelled)));
        await AddAsync("variants on, context", async () => Reply.Say(await variants.IsEnabledAsync(name, Context)));
        await AddAsync("variants on, context, cancelled", async () => Reply.Say(await variants.IsEnabledAsync(name, Context, Cancelled)));
        await AddAsync("variants on, null context", async () => Reply.Say(await variants.IsEnabledAsync<TargetingContext>(name, null!)));
        await AddAsync("variant", async () => VariantText.Of(await variants.GetVariantAsync(name)));
        await AddAsync("variant, cancelled", async () => VariantText.Of(await variants.GetVariantAsync(name, Cancelled)));
        await AddAsync("variant, context", async () => VariantText.Of(await variants.GetVariantAsync(name, Context)));
        await AddAsync("variant, context, cancelled", async () => VariantText.Of(await variants.GetVariantAsync(name, Context, Cancelled)));
        await AddAsync("variant, null context", async () => VariantText.Of(await variants.GetVariantAsync(name, (ITargetingContext)null!)));

        async Task AddAsync(string call, Func<Task<string>> ask) => replies.Add(await Reply.AskAsync(call, ManagerRole.Manager, ask));
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote) =>
        GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"), FlagJson.Variant("headline", "bold"))) { Scoped = scoped, Remote = remote });

    private sealed class BrokenContext : ITargetingContext
    {
        public string UserId
        {
            get => throw new NotSupportedException("This user has no ID.");
            set => throw new NotSupportedException();
        }

        public IEnumerable<string> Groups
        {
            get => throw new NotSupportedException("Nor groups.");
            set => throw new NotSupportedException();
        }
    }
}
