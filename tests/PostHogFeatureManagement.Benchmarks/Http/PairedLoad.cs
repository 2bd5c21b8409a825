using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// Two loads in turn, round after round; what is compared is compared within a round. A round is many short turns, so that both loads see the same machine,
/// and as long as the coarse count of another process's processor time needs.
/// </summary>
internal sealed class PairedLoad(Load subject, Load baseline)
{
    private const int Rounds = 11;
    private const int TurnsPerRound = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly List<(LoadResult Subject, LoadResult Baseline)> _rounds = [];

    /// <summary>
    /// Requests per second of processor time, application and driver together. With all processors to itself that is requests per second; what other processes do to the clock is left out.
    /// </summary>
    public double ThroughputRatio => Samples.Median(_rounds.Select(static round => round.Baseline.Microseconds / round.Subject.Microseconds));

    /// <summary>Requests per second as the clock on the wall has them.</summary>
    public double WallRatio => Samples.Median(_rounds.Select(static round => round.Subject.RequestsPerSecond / round.Baseline.RequestsPerSecond));

    /// <summary>How much more processor time a request of the subject takes the application, in microseconds.</summary>
    public double MoreMicroseconds => Samples.Median(_rounds.Select(static round => round.Subject.AppMicroseconds - round.Baseline.AppMicroseconds));

    public double P99Ratio => Samples.Median(_rounds.Select(static round => round.Subject.P99 / round.Baseline.P99));

    public double RequestsPerSecond => Samples.Median(_rounds.Select(static round => round.Subject.RequestsPerSecond));

    public double P99Milliseconds => Samples.Median(_rounds.Select(static round => round.Subject.P99.TotalMilliseconds));

    /// <summary>Answers of the subject that were not 200: a gate that was closed, or worse.</summary>
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
