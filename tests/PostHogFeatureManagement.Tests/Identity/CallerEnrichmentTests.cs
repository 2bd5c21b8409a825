using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Tests.Identity;

[Trait("Promise", "ID-03")]
public sealed class CallerEnrichmentTests
{
    [Fact]
    public async Task FindAsync_Enricher_AddsPropertiesAndGroupsButChangesNoIdAndNoTrust()
    {
        using var probe = new ChainProbe(
            static options => options.Identity.PersonPropertyClaims = ["plan"],
            enricher: new Enricher(static (context, _) => ValueTask.FromResult(new PostHogContext("someone else")
            {
                DeviceId = "another device",
                PersonProperties = new Dictionary<string, object?>(context.PersonProperties) { ["seats"] = 5 },
                Groups = new Dictionary<string, PostHogGroup> { ["company"] = new("acme") },
            })));

        Caller caller = await probe.FindAsync(
            ChainProbe.User("anna", ("plan", "scale")), """{"distinct_id":"visitor","$device_id":"device","$user_state":"anonymous"}""");

        Assert.Equal(("anna", "device", "visitor", CallerTrust.Authenticated), (caller.Context.DistinctId, caller.Context.DeviceId, caller.Context.AnonymousDistinctId, caller.Trust));
        Assert.Equal(("scale", 5), (caller.Context.PersonProperties["plan"], caller.Context.PersonProperties["seats"]));
        Assert.Equal("acme", caller.Context.Groups["company"].Key);
    }

    [Fact]
    public async Task FindAsync_CallerThatCallNames_IsNotEnrichedByApplication()
    {
        using var probe = new ChainProbe(
            static options => options.Identity.BuiltInProperties = true, enricher: new Enricher(static (_, _) => throw new InvalidOperationException("asked")));

        Caller caller = await probe.FindAsync(ChainProbe.User("anna"), isCurrent: false);

        Assert.Equal(("anna", "Staging"), (caller.Context.DistinctId, caller.Context.PersonProperties["environment"]));
        Assert.Empty(probe.Log.Entries);
    }

    [Fact]
    public async Task FindAsync_EnricherThrows_IsLoggedAndCallerStays()
    {
        using var probe = new ChainProbe(enricher: new Enricher(static (_, _) => throw new InvalidOperationException("no database")));

        Caller caller = await probe.FindAsync(ChainProbe.User("anna"));

        Assert.Equal(("anna", CallerTrust.Authenticated), (caller.Context.DistinctId, caller.Trust));
        Assert.Equal(LogEvents.EnricherFailed, Assert.Single(probe.Log.Entries).Id.Id);
    }

    [Fact]
    public async Task FindAsync_EnricherReturnsNull_CallerStays()
    {
        using var probe = new ChainProbe(enricher: new Enricher(static (_, _) => new ValueTask<PostHogContext>((PostHogContext)null!)));

        Assert.Equal("anna", (await probe.FindAsync(ChainProbe.User("anna"))).Context.DistinctId);
        Assert.Empty(probe.Log.Entries);
    }

    [Fact]
    public async Task FindAsync_EnricherHangs_IsLeftAfterASecond()
    {
        CancellationToken seen = default;
        var begun = new TaskCompletionSource();
        using var probe = new ChainProbe(enricher: new Enricher(async (context, cancellationToken) =>
        {
            seen = cancellationToken;
            begun.SetResult();
            await new TaskCompletionSource().Task;
            return context;
        }));

        Task<Caller> finding = probe.FindAsync(ChainProbe.User("anna"));
        await begun.Task;
        probe.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(finding.IsCompleted);
        probe.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("anna", (await finding).Context.DistinctId);
        Assert.True(seen.IsCancellationRequested);
        Assert.Equal(LogEvents.EnricherFailed, Assert.Single(probe.Log.Entries).Id.Id);
    }

    [Fact]
    public async Task FindAsync_BuiltInProperties_AddWhatIsMissing()
    {
        using var probe = new ChainProbe(static options =>
        {
            options.Identity.BuiltInProperties = true;
            options.Identity.PersonPropertyClaims = ["host"];
        });

        Caller anna = await probe.FindAsync(ChainProbe.User("anna", ("host", "claimed")));
        Caller nobody = await probe.FindAsync();

        Assert.Equal(("claimed", "Staging"), (anna.Context.PersonProperties["host"], anna.Context.PersonProperties["environment"]));
        Assert.Equal((Environment.MachineName, "Staging"), (nobody.Context.PersonProperties["host"], nobody.Context.PersonProperties["environment"]));
        Assert.NotNull(nobody.Context.PersonProperties["app_version"]);
        Assert.Equal((null, CallerTrust.None), (nobody.Context.DistinctId, nobody.Trust));
    }

    private sealed class Enricher(Func<PostHogContext, CancellationToken, ValueTask<PostHogContext>> enrich) : IPostHogContextEnricher
    {
        public ValueTask<PostHogContext> EnrichAsync(PostHogContext context, CancellationToken cancellationToken = default) => enrich(context, cancellationToken);
    }
}
