using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// Runs two loads in turn, round after round, and compares them within each round. A round consists of many short turns, so both loads see the same conditions.
/// It is long enough for the coarse measurement of another process's processor time.
/// </summary>
internal sealed class PairedLoad(Load subject, Load baseline)
{
    private const int Rounds = 11;
    private const int TurnsPerRound = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly List<(LoadResult Subject, LoadResult Baseline)> _rounds = [];

    /// <summary>
    /// Requests per second of processor time of application and driver. On an idle machine this equals requests per second. It excludes the influence of other
    /// processes on the wall clock.
    /// </summary>
    public double ThroughputRatio => Samples.Median(_rounds.Select(static round => round.Baseline.Microseconds / round.Subject.Microseconds));

    /// <summary>Requests per second by the wall clock.</summary>
    public double WallRatio => Samples.Median(_rounds.Select(static round => round.Subject.RequestsPerSecond / round.Baseline.RequestsPerSecond));

    /// <summary>The additional processor time of the application per request of the subject, in microseconds.</summary>
    public double MoreMicroseconds => Samples.Median(_rounds.Select(static round => round.Subject.AppMicroseconds - round.Baseline.AppMicroseconds));

    public double P99Ratio => Samples.Median(_rounds.Select(static round => round.Subject.P99 / round.Baseline.P99));

    public double RequestsPerSecond => Samples.Median(_rounds.Select(static round => round.Subject.RequestsPerSecond));

    public double P99Milliseconds => Samples.Median(_rounds.Select(static round => round.Subject.P99.TotalMilliseconds));

    /// <summary>The subject's answers other than 200, for example because a gate was closed.</summary>
    public int Failures => _rounds.Sum(static round => round.Subject.Failures);

    public async Task RunAsync()
    {
        await subject.RunAsync(WarmUp);
        await baseline.RunAsync(WarmUp);
        for (int round = 0; round < Rounds; round++)
        {
            _rounds.Add(await RunRoundAsync());
        }
    }

    private async Task<(LoadResult Subject, LoadResult Baseline)> RunRoundAsync()
    {
        var subjects = new List<LoadResult>();
        var baselines = new List<LoadResult>();
        for (int turn = 0; turn < TurnsPerRound; turn++)
        {
            if (turn % 2 == 1)
            {
                baselines.Add(await baseline.RunAsync(Turn));
            }

            subjects.Add(await subject.RunAsync(Turn));
            if (turn % 2 == 0)
            {
                baselines.Add(await baseline.RunAsync(Turn));
            }
        }

        return (LoadResult.Sum(subjects), LoadResult.Sum(baselines));
    }
}
