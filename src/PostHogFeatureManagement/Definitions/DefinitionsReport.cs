using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions;

/// <summary>
/// Logs the problems of new definitions and the flags that need PostHog's servers. What the version before had too is not logged again, and of each kind only
/// the first ones are logged one by one. Not thread-safe.
/// </summary>
internal sealed class DefinitionsReport(ILogger logger)
{
    private const int MaxLines = 10;

    private HashSet<LoadReport> _problems = [];
    private HashSet<(string Key, FlagReason? Cause)> _serverDependent = [];

    public void Log(DefinitionsSnapshot snapshot)
    {
        logger.DefinitionsLoaded(snapshot.FlagSet.Count, snapshot.Generation, snapshot.Source);
        LogNew(
            ref _problems,
            snapshot.FlagSet.Reports,
            static report => WithoutPosition(report),
            static (logger, report) => logger.DefinitionsProblem(report.FlagKey, report.Problem, report.Detail),
            static (logger, count) => logger.DefinitionsMoreProblems(count));
        LogNew(
            ref _serverDependent,
            snapshot.FlagSet.ServerDependent,
            static flag => (flag.Key, flag.ServerCause),
            static (logger, flag) => logger.DefinitionsNeedServer(flag.Key, flag.ServerCause),
            static (logger, count) => logger.DefinitionsMoreNeedServer(count));
    }

    private void LogNew<T, TId>(ref HashSet<TId> known, IReadOnlyList<T> items, Func<T, TId> identify, Action<ILogger, T> log, Action<ILogger, int> logMore)
    {
        var current = new HashSet<TId>(items.Count);
        int count = 0;
        foreach (T item in items)
        {
            TId id = identify(item);
            if (current.Add(id) && !known.Contains(id) && ++count <= MaxLines)
            {
                log(logger, item);
            }
        }

        known = current;
        if (count > MaxLines)
        {
            logMore(logger, count - MaxLines);
        }
    }

    /// <summary>The position of an element without a key changes with every flag before it.</summary>
    private static LoadReport WithoutPosition(LoadReport report) =>
        report is { FlagKey: null, Problem: LoadProblem.MalformedFlag } ? report with { Detail = string.Empty } : report;
}
