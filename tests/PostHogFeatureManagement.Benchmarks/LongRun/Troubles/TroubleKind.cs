using PostHogFeatureManagement.Benchmarks.LongRun.Shops;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Troubles;

/// <summary>Something that fails around the shops.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="FailAsync">Fails for this time.</param>
internal sealed record TroubleKind(string Name, Func<ShopFleet, TimeSpan, Task> FailAsync)
{
    /// <summary>Whether Redis fails, and not PostHog.</summary>
    public bool IsRedis { get; init; }

    public static TroubleKind[] All { get; } =
    [
        new("PostHog 500", static (fleet, time) => FaultAsync(fleet, time, new PostHogEmulatorFaults { Status = 500 })),
        new("Redis restarts", static (fleet, time) => fleet.Redis!.RestartAsync(time)) { IsRedis = true },
        new("PostHog hangs", static (fleet, time) => FaultAsync(fleet, time, new PostHogEmulatorFaults { Hang = true })),
        new("PostHog refuses", RefuseAsync),
    ];

    private static async Task FaultAsync(ShopFleet fleet, TimeSpan time, PostHogEmulatorFaults faults)
    {
        fleet.PostHog.SetFaults(faults);
        await Task.Delay(time);
        fleet.PostHog.ClearFaults();
    }

    private static async Task RefuseAsync(ShopFleet fleet, TimeSpan time)
    {
        await fleet.PostHog.StopAsync();
        await Task.Delay(time);
        await fleet.PostHog.StartAsync();
    }
}
