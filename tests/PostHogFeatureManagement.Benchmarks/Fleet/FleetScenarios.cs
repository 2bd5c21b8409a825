using System.Globalization;
using PostHogFeatureManagement.Fleet;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>All scenarios, in the order of the report.</summary>
internal static class FleetScenarios
{
    private const string OldSecret = "the-old-secret-of-the-fleet-000000";
    private const string NewSecret = "the-new-secret-of-the-fleet-000000";

    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    public static FleetScenario[] All { get; } =
    [
        new("nothing happens", static _ => Task.CompletedTask),
        new("plain distributed cache", static _ => Task.CompletedTask) { Plan = static plan => plan with { IsPlain = true }, MaxPolls = 1.2 },
        new("a refresh call", static run => run.Members[^1].RefreshAsync()),
        new("holder killed", static run => run.KillAsync(run.Holder)),
        new("holder stalls with an answer", StallAsync),
        new("holder cut from Redis", CutAsync),
        new("Redis restarts empty", static run => run.Redis.RestartAsync(TimeSpan.Zero)),
        new("Redis gone for 3 intervals", static run => run.Redis.RestartAsync(run.Plan.PollInterval * 3)),
        new("clocks off by 5 minutes", static _ => Task.CompletedTask) { Plan = static plan => plan with { Settings = Clock } },
        new("two secrets", static _ => Task.CompletedTask) { Plan = static plan => plan with { Settings = TwoSecrets }, MaxPolls = 2, IsSplit = true },
        new("two formats", static _ => Task.CompletedTask) { Plan = static plan => plan with { Settings = TwoFormats }, MaxPolls = 2, IsSplit = true },
        new("poisoned copy", static run => FleetPoison.HappenAsync(run, secret: null)),
        new("poisoned plain copy", static run => FleetPoison.HappenAsync(run, OldSecret))
        {
            Plan = static plan => plan with { IsPlain = true, Settings = static _ => [SecretSetting(OldSecret)] }, MaxPolls = 1.2,
        },
        Refused(402),
        Refused(401),
        Refused(500),
        new("holder gets garbage", static run => RefuseAsync(run, new FleetFault(200, "{\"flags\":["))),
    ];

    private static FleetScenario Refused(int status) => new(
        string.Create(CultureInfo.InvariantCulture, $"holder gets {status}"),
        run => RefuseAsync(run, new FleetFault(status)))
    {
        // Over the quota, all instances leave PostHog alone for five minutes.
        Patience = TimeSpan.FromMinutes(status == 402 ? 6 : 1),
    };

    private static async Task RefuseAsync(FleetRun run, FleetFault fault)
    {
        run.PostHog.Fault = fault with { Instance = run.PostHog.LastPoller };
        run.PostHog.Flip();
        await Task.Delay(run.Plan.PollInterval * 4);
        run.PostHog.Fault = null;
    }

    /// <summary>The holder stops for longer than its lease, while an answer is under way that is old when it arrives.</summary>
    private static async Task StallAsync(FleetRun run)
    {
        string holder = run.PostHog.LastPoller;
        var arrived = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        run.PostHog.Delay = instance =>
        {
            if (instance != holder)
            {
                return Task.CompletedTask;
            }

            arrived.TrySetResult();
            return released.Task;
        };
        await arrived.Task;
        FleetMember member = run.Holder;
        await member.SignalAsync("STOP");
        run.PostHog.Delay = null;
        run.PostHog.Flip();
        released.SetResult();
        await Task.Delay(run.Plan.PollInterval * 3);
        await member.SignalAsync("CONT");
    }

    private static async Task CutAsync(FleetRun run)
    {
        CuttableProxy connection = run.ConnectionOf(run.Holder);
        await connection.CutAsync();
        run.PostHog.Flip();
        await Task.Delay(run.Plan.PollInterval * 4);
        connection.Mend();
    }

    private static IEnumerable<string> Clock(int index) => [$"{FleetApp.ClockSetting}={(index % 3 == 0 ? FiveMinutes : index % 3 == 1 ? -FiveMinutes : TimeSpan.Zero)}"];

    private static IEnumerable<string> TwoSecrets(int index) => [SecretSetting(index % 2 == 0 ? OldSecret : NewSecret)];

    private static IEnumerable<string> TwoFormats(int index) =>
        index % 2 == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{FleetApp.FormatSetting}={FleetScope.DefinitionsFormat + 1}")];

    private static string SecretSetting(string secret) => $"PostHog:Cache:KeySecret={secret}";
}
