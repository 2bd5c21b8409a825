using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>Runs two loads in turn and compares them within each round.</summary>
internal sealed class PairedLoad
{
    private const int Rounds = 11;

    private readonly (LoadResult Subject, LoadResult Baseline)[] _rounds;

    private PairedLoad(LoadResult[][] rounds) => _rounds = [.. rounds.Select(static round => (round[0], round[1]))];

    /// <summary>
    /// Requests per second of processor time of application and driver. On an idle machine this equals requests per second. It excludes the influence of other
    /// processes on the wall clock.
    /// </summary>
    public double ThroughputRatio => Samples.Median(_rounds.Select(static round => round.Baseline.Microseconds / round.Subject.Microseconds));

    /// <summary>Requests per second by the wall clock.</summary>
    public double WallRatio => Samples.Median(_rounds.Select(static round => round.Subject.RequestsPerSecond / round.Baseline.RequestsPerSecond));

    /// <summary>The additional processor time of the application per request of the subject, in microseconds.</summary>
    public double MoreMicroseconds => Samples.Median(_rounds.Select(static round => round.Subject.AppMicroseconds - round.Baseline.AppMicroseconds));

    public double RequestsPerSecond => Samples.Median(_rounds.Select(static round => round.Subject.RequestsPerSecond));

    /// <summary>The subject's answers other than 200, for example because a gate was closed.</summary>
    public int Failures => _rounds.Sum(static round => round.Subject.Failures);

    public static async Task<PairedLoad> RunAsync(Load subject, Load baseline) => new(await LoadRounds.RunAsync(Rounds, subject, baseline));
}
