using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching;

/// <summary>Callers with and without a limit who come, cancel and run out of time in random order, against a simple model of who still waits.</summary>
[Trait("Promise", "RC-12")]
[Trait("Promise", "RC-08")]
public sealed class TwoLevelCacheInterleavingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task GetAsync_RandomOrder_EndsEveryWaitAndCancelsOnlyWhatIsNotNeeded(int seed)
    {
        var random = new Random(seed);
        var probe = new CacheProbe();
        List<Caller> callers = [Caller.Join(probe, isPatient: random.Next(2) == 0)];
        PendingFetch fetch = await probe.NextFetchAsync();
        TimeSpan? due = callers[0].IsPatient ? null : Limit;
        TimeSpan now = TimeSpan.Zero;
        bool goesOn = false;
        bool hasGivenUpPlace = false;
        while (callers.Count < 12 && (callers.Exists(static caller => caller.Waits) || goesOn))
        {
            switch (random.Next(3))
            {
                case 0:
                    var joined = Caller.Join(probe, isPatient: random.Next(2) == 0);
                    callers.Add(joined);
                    due ??= joined.IsPatient ? null : now + Limit;
                    joined.Waits = joined.IsPatient || now < due;
                    goesOn |= !joined.Waits;
                    break;
                case 1 when callers.Find(static caller => caller.Waits) is { } leaving:
                    await leaving.CancelAsync();
                    break;
                default:
                    now += Limit / 4;
                    probe.Time.Advance(Limit / 4);
                    foreach (Caller caller in callers.Where(caller => caller.Waits && !caller.IsPatient && now >= due))
                    {
                        caller.Waits = false;
                        goesOn = true;
                        Assert.True((await caller.Answer).IsWaitedOut);
                    }

                    break;
            }

            bool isNeeded = callers.Exists(static caller => caller.Waits);
            Assert.Equal(!isNeeded && !goesOn, fetch.Token.IsCancellationRequested);
            hasGivenUpPlace |= !isNeeded && goesOn;
            Assert.Equal(hasGivenUpPlace, fetch.PlaceToken.IsCancellationRequested);
        }

        fetch.Succeed("end");
        foreach (Caller caller in callers.Where(static caller => caller.Waits))
        {
            Assert.Equal("end", (await caller.Answer).Value);
        }

        await Eventually.TrueAsync(() => !probe.Time.HasTimers);
        Assert.Equal(1, probe.FetchCount);
        callers.ForEach(static caller => caller.Dispose());
    }

    private sealed class Caller : IDisposable
    {
        private readonly CancellationTokenSource _cancellation;

        private Caller(CancellationTokenSource cancellation) => _cancellation = cancellation;

        public required bool IsPatient { get; init; }

        public required Task<CacheAnswer<string>> Answer { get; init; }

        /// <summary>Whether the model says that this caller still waits.</summary>
        public bool Waits { get; set; } = true;

        public static Caller Join(CacheProbe probe, bool isPatient)
        {
            var cancellation = new CancellationTokenSource();
            return new Caller(cancellation)
            {
                IsPatient = isPatient,
                Answer = probe.GetWithinAsync(isPatient ? Timeout.InfiniteTimeSpan : Limit, cancellation.Token),
            };
        }

        public async Task CancelAsync()
        {
            await _cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Answer);
            Waits = false;
        }

        public void Dispose() => _cancellation.Dispose();
    }
}
