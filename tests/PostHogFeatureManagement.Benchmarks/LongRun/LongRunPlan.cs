using System.Globalization;

namespace PostHogFeatureManagement.Benchmarks.LongRun;

/// <summary>How long a run takes, what happens when, and how old an answer may be.</summary>
/// <param name="Duration">How long visitors come.</param>
internal sealed record LongRunPlan(TimeSpan Duration)
{
    public const int Instances = 3;

    /// <summary>The pause of a visitor between two requests. With it, the load leaves most of two cores idle.</summary>
    public static readonly TimeSpan Thought = TimeSpan.FromMilliseconds(150);

    /// <summary>How many visitors are in the shop at one time.</summary>
    public const int Visitors = 8;

    public static readonly TimeSpan BetweenFlips = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan StaleFor = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(5);

    /// <summary>What a busy machine may add to every age.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private bool IsLong => Duration >= TimeSpan.FromMinutes(10);

    public TimeSpan BetweenLines => IsLong ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(20);

    /// <summary>
    /// From when on memory, threads and handles must not grow: minute 5, or after a third of a short run, when each kind of page has been shown often.
    /// </summary>
    public TimeSpan WarmUp => IsLong ? TimeSpan.FromMinutes(5) : Duration / 3;

    /// <summary>The time of one trouble and the calm after it.</summary>
    public TimeSpan Turn => IsLong ? TimeSpan.FromMinutes(2) : Duration / 6;

    public TimeSpan TroubleLasts => IsLong ? TimeSpan.FromSeconds(20) : Turn / 4;

    /// <summary>How old the definitions of an answer may be while nothing is wrong: two polls, because the one before may just have begun.</summary>
    public static TimeSpan OldestDefinitions => (PollInterval * 1.1 * 2) + Patience;

    /// <summary>How old an answer of PostHog's servers may be while nothing is wrong.</summary>
    public static TimeSpan OldestAnswer => FreshFor + StaleFor + Patience;

    public static IEnumerable<string> Settings =>
    [
        $"PostHog:Definitions:PollInterval={PollInterval}",
        $"PostHog:Cache:FreshFor={FreshFor}",
        $"PostHog:Cache:StaleFor={StaleFor}",
        $"PostHog:Client:BreakDuration={BreakDuration}",

        // Fewer than the visitors of a long run, so that entries are also evicted and the cache does not fill up while memory is measured.
        "PostHog:Cache:SizeLimit=300",
    ];

    public static LongRunPlan Read(string[] args) =>
        new(TimeSpan.FromMinutes(args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 30));
}
