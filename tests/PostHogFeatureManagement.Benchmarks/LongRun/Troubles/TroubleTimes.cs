namespace PostHogFeatureManagement.Benchmarks.LongRun.Troubles;

/// <summary>
/// What the library promises nothing about, and when. While PostHog fails, definitions age, until the poller tries again: after a minute at most, and a poll
/// that hangs takes 20 s. Without Redis, each instance polls for itself and sends its exposures unasked. A machine that stands still lets every time-out fire.
/// </summary>
internal sealed class TroubleTimes(RunClock clock)
{
    private static readonly TimeSpan PollerRecovers = TimeSpan.FromSeconds(86);
    private static readonly TimeSpan AnswersRecover = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RedisRecovers = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MachineRecovers = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SlowPage = TimeSpan.FromSeconds(1);

    private int _slowPages;

    /// <summary>When definitions may be older than usual.</summary>
    public Timeline Definitions { get; } = new();

    /// <summary>When PostHog's servers may have no answer.</summary>
    public Timeline Answers { get; } = new();

    /// <summary>When two instances may send the same exposure.</summary>
    public Timeline Claims { get; } = new();

    /// <summary>How often the machine stood still.</summary>
    public int Stalls { get; private set; }

    /// <summary>How many pages took longer than a second.</summary>
    public int SlowPages => Volatile.Read(ref _slowPages);

    /// <summary>Lets PostHog or Redis fail until the task ends.</summary>
    public async Task WhileAsync(Func<Task> fail, bool isRedis)
    {
        Timeline other = isRedis ? Claims : Answers;
        (int definitions, int others) = (Definitions.Begin(clock.Now), other.Begin(clock.Now));
        await fail();
        Definitions.End(definitions, clock.Now + (isRedis ? RedisRecovers : PollerRecovers));
        other.End(others, clock.Now + (isRedis ? RedisRecovers : AnswersRecover));
    }

    /// <summary>
    /// A page was slow, so checks that wait for PostHog's servers, which they do for 2 s at most (<c>Client:WaitAtMost</c>), may have gone on without them. The
    /// library remembers that for 5 s (<c>Cache:NegativeFor</c>).
    /// </summary>
    public void NoteSlowPage(TimeSpan start, TimeSpan end)
    {
        if (end - start > SlowPage)
        {
            Interlocked.Increment(ref _slowPages);
            Answers.End(Answers.Begin(start), end + MachineRecovers);
        }
    }

    /// <summary>Notes when the machine stands still: a pause takes much longer than it should.</summary>
    public async Task WatchMachineAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan before = clock.Now;
            await Task.Delay(pause, CancellationToken.None);
            if (clock.Now - before > pause * 5)
            {
                Stalls++;
                foreach (Timeline timeline in (Timeline[])[Definitions, Answers, Claims])
                {
                    timeline.End(timeline.Begin(before), clock.Now + MachineRecovers);
                }
            }
        }
    }
}
