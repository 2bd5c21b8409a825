using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Client.Usage;

/// <summary>Counts what this instance's requests cost, projects it to 30 days and warns once a day when that is over the budget. Thread-safe.</summary>
internal sealed class UsageMeter
{
    private const int HoursKept = 24;
    private const double HoursProjected = 30 * 24;
    private const string BudgetSetting = "Definitions:MonthlyUnitBudget";

    private static readonly TimeSpan WarningInterval = TimeSpan.FromDays(1);

    private readonly FailureText _text;
    private readonly LogThrottle _throttle;
    private readonly PostHogMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _counting = new();
    private readonly long? _budget;
    private readonly DateTimeOffset _since;
    private readonly long _start;
    private readonly long[] _counts = new long[Enum.GetValues<RequestKind>().Length];
    private readonly long[] _unitsByHour = new long[HoursKept];
    private long _hour;

    public UsageMeter(
        IOptions<PostHogFeatureManagementOptions> options,
        FailureText text,
        LogThrottle throttle,
        PostHogMetrics metrics,
        [LibraryClock] TimeProvider time,
        ILogger<UsageMeter> logger)
    {
        _text = text;
        _throttle = throttle;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _budget = options.Value.Definitions.MonthlyUnitBudget;
        _since = time.GetUtcNow();
        _start = time.GetTimestamp();
        metrics.ObserveProjection(() => Current.ProjectedMonthlyUnits);
    }

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
        int units = UnitPrices.Of(kind);
        _metrics.UnitsSpent(NameOf(kind), units);
        lock (_counting)
        {
            double hours = PassTime_NeedsLock();
            _counts[(int)kind]++;
            _unitsByHour[_hour % HoursKept] += units;
            projected = Project_NeedsLock(hours);
        }

        if (projected > _budget && _throttle.IsDue(LogEvents.UnitBudgetExceeded, string.Empty, WarningInterval))
        {
            _logger.UnitBudgetExceeded(projected, _text.PathOf(BudgetSetting), _budget.Value);
        }
    }

    private static string NameOf(RequestKind kind) => kind switch
    {
        RequestKind.DefinitionsSent => "definitions_changed",
        RequestKind.DefinitionsUnchanged => "definitions_unchanged",
        _ => "evaluate",
    };

    /// <summary>Forgets the hours that are over.</summary>
    /// <returns>The hours since the start.</returns>
    private double PassTime_NeedsLock()
    {
        double hours = _time.GetElapsedTime(_start).TotalHours;
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
