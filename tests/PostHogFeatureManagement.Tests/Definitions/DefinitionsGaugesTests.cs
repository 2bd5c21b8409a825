using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions;

[Trait("Promise", "OP-01")]
public sealed class DefinitionsGaugesTests
{
    private const string OnlyServers = """{"id":2,"key":"server","active":true,"ensure_experience_continuity":true,"filters":{"groups":[{}]}}""";

    [Fact]
    public async Task Gauges_Definitions_ShowAgeAndFlags()
    {
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta"), Library.Flag("gamma"), OnlyServers)));
        using RecordedMetrics recorded = await StartAsync(library);
        Assert.Null(recorded.Read("posthog.definitions.age", "posthog.definitions.source=server"));

        await library.RefreshAsync();
        library.Clock.Advance(TimeSpan.FromSeconds(12));

        Assert.Equal(12, recorded.Read("posthog.definitions.age", "posthog.definitions.source=server"));
        Assert.Equal(2, recorded.Read("posthog.definitions.flags", "posthog.definitions.evaluation=local"));
        Assert.Equal(1, recorded.Read("posthog.definitions.flags", "posthog.definitions.evaluation=server"));
        Assert.Null(recorded.Read("posthog.definitions.leader"));
    }

    [Fact]
    public async Task Leader_TwoInstances_IsOneInAll()
    {
        var clock = new ManualTimeProvider();
        var cache = new FakeDistributedCache(clock);
        var parts = new LibraryParts { Clock = clock, Services = services => services.AddSingleton<IDistributedCache>(cache) };
        await using var first = new Library(new StubHandler(), parts);
        await using var second = new Library(new StubHandler(), parts);
        using RecordedMetrics ofFirst = await StartAsync(first);
        using RecordedMetrics ofSecond = await StartAsync(second);
        Assert.Equal((0, 0), (ofFirst.Read("posthog.definitions.leader"), ofSecond.Read("posthog.definitions.leader")));

        await first.Get<LeaseKeeper>().TurnAsync(TestContext.Current.CancellationToken);
        await second.Get<LeaseKeeper>().TurnAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (ofFirst.Read("posthog.definitions.leader"), ofSecond.Read("posthog.definitions.leader")));
    }

    private static async Task<RecordedMetrics> StartAsync(Library library)
    {
        await library.Get<IEnumerable<IHostedService>>().OfType<DefinitionsGauges>().Single().StartAsync(TestContext.Current.CancellationToken);
        return new RecordedMetrics(library.Get<IMeterFactory>());
    }
}
