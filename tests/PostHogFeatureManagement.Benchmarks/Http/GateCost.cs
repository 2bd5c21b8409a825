using PostHogFeatureManagement.Benchmarks.Sampling;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>
/// What a gate adds to the processor time of a request: in an application with PostHog, and in one that has Microsoft.FeatureManagement alone and a flag that is on for everyone.
/// Both are measured in the same rounds, each against its own plain action.
/// </summary>
internal sealed class GateCost
{
    /// <summary>In each process. The JIT compiler optimizes each process a little differently, so one alone decides nothing.</summary>
    private const int Rounds = 9;

    /// <summary>Enough to keep two cores busy.</summary>
    private const int Connections = 8;

    public GateCost(IReadOnlyCollection<LoadResult[]> rounds)
    {
        PostHog = Samples.Median(rounds.Select(static round => round[0].AppMicroseconds - round[1].AppMicroseconds));
        Microsoft = Samples.Median(rounds.Select(static round => round[2].AppMicroseconds - round[3].AppMicroseconds));
        Plain = Samples.Median(rounds.Select(static round => round[1].AppMicroseconds));
        Failures = rounds.Sum(static round => round[0].Failures + round[2].Failures);
    }

    /// <summary>Microseconds per request.</summary>
    public double PostHog { get; }

    /// <summary>Microseconds per request.</summary>
    public double Microsoft { get; }

    public double Ratio => PostHog / Microsoft;

    /// <summary>The whole processor time of a plain request in microseconds.</summary>
    public double Plain { get; }

    /// <summary>The gated answers other than 200.</summary>
    public int Failures { get; }

    /// <param name="app">A process with both applications.</param>
    public static async Task<LoadResult[][]> MeasureAsync(GateProcess app)
    {
        using Load gated = await Load.OpenAsync(app, ActionsController.Gated, Connections, users: 1);
        using Load plain = await Load.OpenAsync(app, ActionsController.Plain, Connections, users: 1);
        using Load microsoftGated = await Load.OpenAsync(app, app.ConstantAddress!, ActionsController.Gated, Connections, users: 1);
        using Load microsoftPlain = await Load.OpenAsync(app, app.ConstantAddress!, ActionsController.Plain, Connections, users: 1);
        return await LoadRounds.RunAsync(Rounds, gated, plain, microsoftGated, microsoftPlain);
    }
}
