using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Flags.Remote.Storage;
using PostHogFeatureManagement.Tests.Flags;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// Answers with texts that only one caller gets went into the table for all callers: 944 MB after 2,400 callers, and each new caller took 8 to 11 ms under a lock
/// that the others waited for.
/// </summary>
[Trait("Promise", "RC-13")]
public sealed class UniqueOutcomesFillMemoryTests
{
    private const int Flags = 100;
    private const int Limit = 4_000_000;

    private readonly ManualTimeProvider _time = new();
    private readonly List<WeakReference> _texts = [];

    [Fact]
    public async Task GetAsync_OutcomesUniquePerCaller_ForgetsOldestCallers()
    {
        RemoteProbe probe = Instance();

        await AskAsync(probe, 500);
        GC.Collect();

        int alive = _texts.Count(static text => text.IsAlive);
        Assert.InRange(alive * OutcomeSize.Of(Unique("caller-100", 100)), 1, Limit);
        Assert.Equal(FlagSource.Cache, (await probe.GetAsync("flag-7", new PostHogContext("caller-499"))).Source);
        Assert.Equal(FlagSource.Remote, (await probe.GetAsync("flag-7", new PostHogContext("caller-0"))).Source);
        GC.KeepAlive(probe);
    }

    [Fact]
    public async Task GetAsync_OutcomesUniquePerCaller_AnswersAreRight()
    {
        RemoteProbe probe = Instance();
        await AskAsync(probe, 50);

        for (int caller = 0; caller < 50; caller++)
        {
            RemoteAnswer answer = await probe.GetAsync("flag-7", new PostHogContext($"caller-{caller}"));

            Assert.Equal(Flags + 1, answer.Flags.Count());
            Assert.True(answer.TryGet("flag-7", out RemoteFlag? flag));
            Assert.Equal(Unique($"caller-{caller}", 7).ReasonDescription, flag.ReasonDescription);
            Assert.True(answer.TryGet("same", out _));
            Assert.False(answer.TryGet("flag-999", out _));
        }
    }

    [Fact]
    public async Task GetAsync_OutcomesUniquePerCaller_StoresFewTables()
    {
        var cache = new FakeDistributedCache(_time);
        RemoteProbe probe = Instance(cache);

        await AskAsync(probe, 300);
        await Eventually.TrueAsync(() => ValuesOf("f").Count() >= 20 && cache.SetsDone == cache.Sets);

        Assert.Equal(OutcomeInterner.FirstOutcomes, ValuesOf("s").Count());
        Assert.All(ValuesOf("f"), static value => Assert.InRange(value.Length, 1, RemoteFlagSetCodec.MaxOwnSize + 1024));

        IEnumerable<byte[]> ValuesOf(string kind) =>
            cache.Keys.Where(key => key.StartsWith($"posthog:{kind}", StringComparison.Ordinal)).Select(key => cache[key]);
    }

    [Fact]
    [Trait("Promise", "B16")]
    public async Task GetAsync_FewOutcomesUniquePerCaller_OtherInstanceReadsThem()
    {
        var cache = new FakeDistributedCache(_time);
        RemoteProbe writer = Instance(cache);
        writer.Answer = static request => RemoteProbe.Success([Unique(request.Context.DistinctId!, 1), RemoteProbe.On("same")]);
        for (int caller = 0; caller < 20; caller++)
        {
            await writer.GetAsync(context: new PostHogContext($"caller-{caller}"));
        }

        await Eventually.TrueAsync(() => cache.SetsDone == 20 + OutcomeInterner.FirstOutcomes);
        RemoteProbe reader = Instance(cache);
        for (int caller = 0; caller < 20; caller++)
        {
            RemoteAnswer answer = await reader.GetAsync(context: new PostHogContext($"caller-{caller}"));

            Assert.True(answer.TryGet("flag-1", out RemoteFlag? flag) && answer.TryGet("same", out _));
            Assert.True(RemoteOutcome.AreSame(Unique($"caller-{caller}", 1), flag));
        }

        Assert.Empty(reader.Requests);
    }

    [Fact]
    public async Task GetAsync_OutcomesOfOthersUnique_OutcomesThatRepeatAreStillShared()
    {
        RemoteProbe probe = Instance();
        await AskAsync(probe, 20);

        RemoteAnswer first = await probe.GetAsync(context: new PostHogContext("caller-1"));
        RemoteAnswer second = await probe.GetAsync(context: new PostHogContext("caller-19"));

        Assert.True(first.TryGet("same", out RemoteFlag? one) && second.TryGet("same", out RemoteFlag? other) && ReferenceEquals(one, other));
    }

    private static RemoteFlag Unique(string caller, int flag) => RemoteProbe.On($"flag-{flag}") with
    {
        ReasonDescription = $"Matched condition set 1 for {caller}, flag {flag}",
        Payload = RemoteFlagSamples.Payload($$"""{"for":"{{caller}}"}"""),
    };

    private RemoteProbe Instance(FakeDistributedCache? cache = null)
    {
        var probe = new RemoteProbe(static options => options.Cache.MemoryLimit = Limit, cache, _time);
        probe.Answer = request =>
        {
            RemoteFlag[] flags = [.. Enumerable.Range(0, Flags).Select(flag => Unique(request.Context.DistinctId!, flag))];
            lock (_texts)
            {
                _texts.AddRange(flags.Select(static flag => new WeakReference(flag.ReasonDescription)));
            }

            return RemoteProbe.Success([.. flags, RemoteProbe.On("same")]);
        };
        return probe;
    }

    private static async Task AskAsync(RemoteProbe probe, int callers)
    {
        for (int caller = 0; caller < callers; caller++)
        {
            await probe.GetAsync("flag-7", new PostHogContext($"caller-{caller}"));
        }
    }
}
