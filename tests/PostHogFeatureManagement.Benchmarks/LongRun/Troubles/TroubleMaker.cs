using PostHogFeatureManagement.Benchmarks.LongRun.Shops;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Troubles;

/// <summary>Makes one trouble after the other, each followed by calm. The first and the last turn are calm.</summary>
internal sealed class TroubleMaker(ShopFleet fleet, RunClock clock, TroubleTimes times, LongRunPlan plan)
{
    private const string Calm = "calm";
    private readonly TroubleKind[] _kinds = [.. TroubleKind.All.Where(kind => fleet.Redis is not null || !kind.IsRedis)];

    /// <summary>What is wrong, or was wrong last.</summary>
    public string Latest { get; private set; } = Calm;

    /// <summary>How often something failed.</summary>
    public int Count { get; private set; }

    public async Task RunAsync()
    {
        for (int turn = 1; plan.Turn * (turn + 1) < plan.Duration; turn++)
        {
            TimeSpan wait = (plan.Turn * turn) - clock.Now;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            TroubleKind kind = _kinds[Count++ % _kinds.Length];
            Latest = kind.Name;
            await times.WhileAsync(() => kind.FailAsync(fleet, plan.TroubleLasts), kind.IsRedis);
        }
    }
}
