using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Client.Usage;

/// <summary>Counts what this instance's requests cost, projects it to 30 days and warns once a day when that is over the budget. Thread-safe.</summary>
internal sealed class UsageMeter(
    IOptions<PostHogFeatureManagementOptions> options,
    FailureText text,
    LogThrottle throttle,
    [LibraryClock] TimeProvider timeProvider,
    ILogger<UsageMeter> logger)
{
    private const int HoursKept = 24;
    private const double HoursProjected = 30 * 24;
    private const string BudgetSetting = "Definitions:MonthlyUnitBudget";

    private static readonly TimeSpan WarningInterval = TimeSpan.FromDays(1);

    private readonly Lock _counting = new();
    private readonly long? _budget = options.Value.Definitions.MonthlyUnitBudget;
    private readonly DateTimeOffset _since = timeProvider.GetUtcNow();
    private readonly long _start = timeProvider.GetTimestamp();
    private readonly long[] _counts = new long[Enum.GetValues<RequestKind>().Length];
    private readonly long[] _unitsByHour = new long[HoursKept];
    private long _hour;

    public PostHogUsage Current
    {
        get
        {
            lock (_counting)
            {
                double hours = PassTime_NeedsLock();
                return new PostHogUsage
                {
                    Since = _since,
                    DefinitionsSent = _counts[(int)RequestKind.DefinitionsSent],
                    DefinitionsUnchanged = _counts[(int)RequestKind.DefinitionsUnchanged],
                    Evaluations = _counts[(int)RequestKind.Evaluation],
                    Units = Enum.GetValues<RequestKind>().Sum(kind => _counts[(int)kind] * UnitPrices.Of(kind)),
                    ProjectedMonthlyUnits = Project_NeedsLock(hours),
                };
            }
        }
    }

    public void Count(RequestKind kind)
    {
        long projected;
        lock (_counting)
        {
            double hours = PassTime_NeedsLock();
            _counts[(int)kind]++;
            _unitsByHour[_hour % HoursKept] += UnitPrices.Of(kind);
            projected = Project_NeedsLock(hours);
        }

        if (projected > _budget && throttle.IsDue(LogEvents.UnitBudgetExceeded, string.Empty, WarningInterval))
        {
            logger.UnitBudgetExceeded(projected, text.PathOf(BudgetSetting), _budget.Value);
        }
    }

    /// <summary>Forgets the hours that are over.</summary>
    /// <returns>The hours since the start.</returns>
    private double PassTime_NeedsLock()
    {
        double hours = timeProvider.GetElapsedTime(_start).TotalHours;
        for (long hour = Math.Max(_hour + 1, (long)hours - HoursKept + 1); hour <= (long)hours; hour++)
        {
            _unitsByHour[hour % HoursKept] = 0;
        }

        _hour = (long)hours;
        return hours;
    }

    private long Project_NeedsLock(double hours)
    {
        // The last of the hours that are kept is still going on.
        double counted = hours < HoursKept ? hours : HoursKept - 1 + (hours - Math.Floor(hours));
        return (long)(_unitsByHour.Sum() / Math.Max(counted, 1) * HoursProjected);
    }
}
