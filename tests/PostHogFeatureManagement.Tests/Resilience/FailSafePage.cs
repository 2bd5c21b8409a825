using System.Globalization;
using System.Text;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>The tables as <c>docs/fail-safe.md</c> shows them.</summary>
internal static class FailSafePage
{
    public static string Remote
    {
        get
        {
            var text = new StringBuilder("| PostHog | stale | fail-safe | nothing kept | for other callers |\n| --- | --- | --- | --- | --- |\n");
            foreach (FailSafeRow row in FailSafeTable.Rows)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {row.PostHog} | {Cell(row.Stale)} | {Cell(row.FailSafe)} | {Cell(row.Nothing)} | {Words(row.Aftermath)} |\n");
            }

            return text.ToString();
        }
    }

    public static string Local
    {
        get
        {
            var text = new StringBuilder("| PostHog | definitions loaded | none loaded | refresh takes | requests | next try |\n| --- | --- | --- | --- | --- | --- |\n");
            foreach (LocalFailSafeRow row in LocalFailSafeTable.Rows)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {row.PostHog} | {Words(row.Loaded)} | {Words(row.NothingLoaded)} | {Words(row.Refresh)} | {row.Requests} | {Words(row.Next)} |\n");
            }

            return text.ToString();
        }
    }

    private static string Cell(FailSafeCell cell) => $"{Words(cell)} · {Words(cell.Wait)} · {cell.Requests.ToString(CultureInfo.InvariantCulture)}";

    private static string Words(FailSafeCell cell) => cell.Source switch
    {
        FlagSource.Remote => "new answer",
        FlagSource.Stale => "last answer",
        FlagSource.Local => cell.Variant == "new" ? "new definitions" : "earlier definitions",
        _ => "configuration",
    };

    private static string Words(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");

    private static string Words(Aftermath aftermath) => aftermath switch
    {
        Aftermath.Counts => "counts towards the circuit",
        Aftermath.CountsFromFiveCallers => "opens the circuit if five callers in a row get it",
        Aftermath.OpensCircuit => "circuit open for 60 s",
        Aftermath.WaitsAsAsked => "not asked for 30 s",
        Aftermath.PausesForQuota => "not asked for 1 min, then 2, 4, 8, 10",
        _ => "nothing",
    };
}
