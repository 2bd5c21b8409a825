using System.Globalization;
using System.Net;
using PostHogFeatureManagement.Benchmarks.Support;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>
/// Runs an application in remote mode under a steady load while a healthy, busy PostHog starts to fail in several ways, and while the application itself stalls.
/// Measures how often the application calls PostHog, what visitors notice, and how soon fresh answers arrive afterwards.
/// </summary>
internal static class OutageCommand
{
    private const int CallsBudget = 20;
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(2);

    /// <summary>After a stall, fresh answers arrive as soon as the old ones have aged.</summary>
    private static readonly TimeSpan HealthyPatience = FreshFor * 3;
    private static readonly TimeSpan BetweenStalls = TimeSpan.FromSeconds(5);

    /// <summary>Two pauses of the circuit. The second is needed when a probe is sent just before the outage ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(130);

    public static async Task<int> RunAsync(string[] args)
    {
        TimeSpan duration = TimeSpan.FromSeconds(Number(args, 0, 60));
        int rate = Number(args, 1, 200);
        Console.WriteLine(Text(
            $"Outages of {duration.TotalSeconds} s at {rate} requests/s. {OpenLoad.Known} known callers in turn, every {OpenLoad.NewEvery}th request from a new one."));
        Console.WriteLine(Text(
            $"Answers are fresh for {FreshFor.TotalSeconds} s (PostHog:Cache:FreshFor), so known callers return with stale answers."));
        Console.WriteLine("The flag is on in the configuration. All other settings have their defaults.");
        Console.WriteLine("PostHog              | calls before | calls | requests | not 200 | p99 ms | longest ms | p99 before ms | fresh after s |");
        bool isMet = true;
        foreach (OutageKind kind in OutageKind.All.Where(kind => args.Length < 3 || args.Skip(2).Contains(kind.Name)))
        {
            isMet &= await RunAsync(kind, duration, rate);
        }

        return isMet ? 0 : 1;
    }

    private static async Task<bool> RunAsync(OutageKind kind, TimeSpan duration, int rate)
    {
        await using RecoverablePostHog posthog = await RecoverablePostHog.StartAsync();
        await using CountedApp app = await CountedApp.StartAsync(
            posthog.Address, $"PostHog:Cache:FreshFor={FreshFor}", $"FeatureManagement:{Documents.Gate}=true");
        using var load = new OpenLoad(app.Address, rate);
        await load.RunAsync(load.Round);
        OpenLoadResult before = await load.RunAsync(load.Round);
        long callsBefore = await app.CallsAsync();

        await posthog.FailAsync(kind);
        OpenLoadResult during = await RunDuringAsync(kind, app, load, duration);
        long calls = await app.CallsAsync() - callsBefore;

        await posthog.RecoverAsync();
        TimeSpan? fresh = await load.UntilAsync(HttpStatusCode.NotFound, Patience);

        bool isMet = IsWithinBudget(kind, calls, during) && during.Failures == 0 && fresh < (kind.IsPostHogHealthy ? HealthyPatience : Patience);
        Console.Write(Text($"{kind.Name,-20} | {callsBefore,12} | {calls,5} | {during.Requests,8} | {during.Failures,7} | {Milliseconds(during.P99),6} | "));
        Console.WriteLine(Text(
            $"{Milliseconds(during.Longest),10} | {Milliseconds(before.P99),13} | {fresh?.TotalSeconds ?? double.NaN,13:0.0} | {(isMet ? "met" : "MISSED")}"));
        return isMet;
    }

    private static async Task<OpenLoadResult> RunDuringAsync(OutageKind kind, CountedApp app, OpenLoad load, TimeSpan duration)
    {
        if (!kind.IsPostHogHealthy)
        {
            return await load.RunAsync(duration);
        }

        Task<OpenLoadResult> visitors = load.RunAsync(duration);
        while (await Task.WhenAny(visitors, Task.Delay(BetweenStalls)) != visitors)
        {
            await app.StallAsync(kind.Stall);
        }

        return await visitors;
    }

    /// <summary>A failing PostHog is left alone. A healthy one is asked about every new visitor, because a stall of the application says nothing about it.</summary>
    private static bool IsWithinBudget(OutageKind kind, long calls, OpenLoadResult during) =>
        kind.IsPostHogHealthy ? calls >= during.Requests / OpenLoad.NewEvery : calls < CallsBudget;

    private static string Milliseconds(TimeSpan time) => Text($"{time.TotalMilliseconds:0.0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static int Number(string[] args, int index, int defaultValue) =>
        args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : defaultValue;
}
