using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// Microsoft's methods are asynchronous, so what an accessor puts into an <see cref="AsyncLocal{T}"/> ends with the check. The fast path answers without them
/// and must not let it reach the code that asked, nor let an accessor's exception leave a call before its task.
/// </summary>
[Trait("Promise", "FM-24")]
public sealed class AccessorChangesCallersContextTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [Theory]
    [CombinatorialBools]
    public async Task Check_AccessorSetsAsyncLocal_CallerDoesNotSeeIt(bool scoped, bool remote, bool usePostHog, bool targeting)
    {
        await using GateHost host = await StartAsync(scoped, remote, usePostHog, targeting);

        await host.InRequestAsync(async context =>
        {
            // The middleware asks an accessor of this library's kind before the endpoint runs.
            Ambient.Value = null;
            var features = FeatureInterfaces.Of(context.RequestServices);
            AssertUnchanged(features.Manager.IsEnabledAsync("beta"));
            AssertUnchanged(features.Variants.IsEnabledAsync("beta").AsTask());
            AssertUnchanged(features.Variants.GetVariantAsync("headline").AsTask());
            AssertUnchanged(features.Snapshot.IsEnabledAsync("beta"));
            AssertUnchanged(features.VariantSnapshot.GetVariantAsync("headline").AsTask());
            Assert.Equal("on", await features.AskAsync("beta"));
            Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline")).Name);
            Assert.Null(Ambient.Value);
        });

        static void AssertUnchanged(Task check)
        {
            Assert.Null(Ambient.Value);
            Assert.NotNull(check);
        }
    }

    private static Task<GateHost> StartAsync(bool scoped, bool remote, bool usePostHog, bool targeting) =>
        GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ForUser("beta", "carl"), FlagJson.VariantForUser("headline", "carl", "bold", "plain")))
        {
            Scoped = scoped,
            Remote = remote,
            UsePostHog = usePostHog,
            BeforePostHog = features => _ = targeting ? features.WithTargeting<TargetingAccessor>() : features,
            AfterPostHog = features => _ = targeting ? features : features.WithPostHogContext<ContextAccessor>(),
        });

    private sealed class TargetingAccessor : ITargetingContextAccessor
    {
        public ValueTask<TargetingContext> GetContextAsync()
        {
            Ambient.Value = "set by the accessor";
            return new(new TargetingContext { UserId = "carl" });
        }
    }

    private sealed class ContextAccessor : IPostHogContextAccessor
    {
        public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default)
        {
            Ambient.Value = "set by the accessor";
            return new(new PostHogContext("carl"));
        }
    }
}
