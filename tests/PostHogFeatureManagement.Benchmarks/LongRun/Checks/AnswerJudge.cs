using System.Collections.Concurrent;
using PostHogFeatureManagement.Benchmarks.LongRun.Flags;
using PostHogFeatureManagement.Benchmarks.LongRun.Troubles;
using PostHogFeatureManagement.Benchmarks.LongRun.Users;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Checks;

/// <summary>
/// Compares what the shop showed with the engine. A flag that the definitions decide must be what the engine makes of the version that the page tells. So a
/// page has all of them from one version, and an instance never goes back. A flag that only PostHog's servers can decide must be what they said not longer ago
/// than promised; while they fail, any earlier answer, or none.
/// </summary>
internal sealed class AnswerJudge(FlagHistory history, TroubleTimes troubles, RunClock clock)
{
    /// <summary>By then it is known whether something was wrong when a page was shown.</summary>
    private static readonly TimeSpan Hindsight = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<Shown> _shown = new();

    public Findings Wrong { get; } = new();

    /// <summary>Answers from definitions that were older than promised.</summary>
    public Findings Old { get; } = new();

    /// <summary>Answers from older definitions than an earlier answer of the same instance.</summary>
    public Findings Back { get; } = new();

    /// <summary>How many flags were compared.</summary>
    public long Judged { get; private set; }

    public void Add(Shown shown) => _shown.Enqueue(shown);

    /// <summary>Judges what is due. Not thread-safe.</summary>
    /// <param name="isLast">Whether everything is due.</param>
    public void Judge(bool isLast = false)
    {
        while (_shown.TryPeek(out Shown? next) && (isLast || next.End + Hindsight < clock.Now))
        {
            _shown.TryDequeue(out _);
            Judge(next);
            Judged += next.Page.Flags.Count;
        }
    }

    private void Judge(Shown shown)
    {
        FlagVersion[] current = history.Between(troubles.Definitions.Before(shown.Start, LongRunPlan.OldestDefinitions), shown.End);
        if (shown.Page.Version is { } version)
        {
            if (version < shown.Floor)
            {
                Back.Add(Say(shown, $"version {version} after version {shown.Floor}"));
            }

            if (Array.TrueForAll(current, one => one.Number != version))
            {
                Old.Add(Say(shown, $"version {version}, but PostHog had {current[^1].Number} to {current[0].Number}"));
            }

            current = [history.At(version)];
        }

        if (shown.Page.Contradiction is { } contradiction)
        {
            Wrong.Add(Say(shown, contradiction));
        }

        if (!current.Any(one => shown.Page.Flags.All(flag => IsRight(one, flag, shown))))
        {
            IEnumerable<string> wrong = shown.Page.Flags
                .Where(flag => !IsRight(current[0], flag, shown))
                .Select(flag => $"{flag.Key} is {string.Join(" or ", flag.Values)}, not {Expected(current[0], flag, shown)}");
            Wrong.Add(Say(shown, string.Join(", ", wrong)));
        }
    }

    private bool IsRight(FlagVersion version, ShownFlag flag, Shown shown)
    {
        if (version.Decide(flag.Key, shown.Visitor.Context) is { } decided)
        {
            return flag.Values.Contains(decided);
        }

        TimeSpan oldest = troubles.Answers.Before(shown.Start, LongRunPlan.OldestAnswer);
        bool hasFailed = troubles.Answers.Touches(oldest, shown.End);
        return (hasFailed && flag.Values.Contains(ShownFlag.NoValue))
            || history.Between(hasFailed ? TimeSpan.Zero : oldest, shown.End)
                .Any(one => flag.Values.Contains(one.DecideAsServer(flag.Key, shown.Visitor.Context) ?? ShownFlag.NoValue));
    }

    private static string Expected(FlagVersion version, ShownFlag flag, Shown shown) => version.Decide(flag.Key, shown.Visitor.Context)
        ?? $"{version.DecideAsServer(flag.Key, shown.Visitor.Context) ?? ShownFlag.NoValue} (decided by the servers)";

    private static string Say(Shown shown, string what) =>
        FormattableString.Invariant($"{shown.End.TotalSeconds:0.0} s, instance {shown.Instance}, {shown.Visitor.DistinctId} at {shown.Path}: {what}");
}
