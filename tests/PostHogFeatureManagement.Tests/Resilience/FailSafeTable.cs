using System.Net;
using static PostHogFeatureManagement.Tests.Resilience.FailSafeCell;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>
/// Remote mode with default settings: the answer to a check in a web request, depending on what PostHog does and what is cached for the caller.
/// <c>docs/fail-safe.md</c> shows the same table. A fresh answer is used whatever PostHog does, so it has no column.
/// </summary>
internal static class FailSafeTable
{
    public static IReadOnlyList<FailSafeRow> Rows { get; } =
    [
        //                                       what it does                                        stale      fail-safe    nothing kept        for everybody
        // else
        new("answers at once",                   Behaviours.Well,                                    Old(0, 1), New(0, 1),   New(0, 1),          Aftermath.None),
        new("answers the second try, after 3.3 s", Behaviours.Slow,                                  Old(0, 2), Old(2, 2),   Configured(2, 2),   Aftermath.OpensCircuit),
        new("never answers",                     Behaviours.Hang,                                    Old(0, 2), Old(2, 2),   Configured(2, 2),   Aftermath.OpensCircuit),
        new("refuses the connection",            Behaviours.Refuse,                                  Old(0, 2), Old(0.3, 2), Configured(0.3, 2), Aftermath.Counts),
        new("cuts the answer off",               Behaviours.ResetMidBody,                            Old(0, 2), Old(0.3, 2), Configured(0.3, 2), Aftermath.Counts),
        new("is not found (DNS)",                Behaviours.NoSuchHost,                              Old(0, 2), Old(0.3, 2), Configured(0.3, 2), Aftermath.Counts),
        new("204",                               Behaviours.Status(HttpStatusCode.NoContent),        Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.Counts),
        new("302",                               Behaviours.Status(HttpStatusCode.Redirect),         Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.Counts),
        new("404",                               Behaviours.Status(HttpStatusCode.NotFound),         Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.Counts),
        new("408",                               Behaviours.Status(HttpStatusCode.RequestTimeout),   Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.Counts),
        new("400",                               Behaviours.Status(HttpStatusCode.BadRequest),       Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.CountsFromFiveCallers),
        new("413",                               Behaviours.Status(HttpStatusCode.RequestEntityTooLarge), Old(0, 1), Old(0, 1), Configured(0, 1),   Aftermath.CountsFromFiveCallers),
        new("401",                               Behaviours.Status(HttpStatusCode.Unauthorized),     Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.OpensCircuit),
        new("403",                               Behaviours.Status(HttpStatusCode.Forbidden),        Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.OpensCircuit),
        new("402",                               Behaviours.Status(HttpStatusCode.PaymentRequired),  Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.PausesForQuota),
        new("200 with `quotaLimited`",           Behaviours.QuotaLimited,                            Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.PausesForQuota),
        new("429",                               Behaviours.Status(HttpStatusCode.TooManyRequests),  Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.Counts),
        new("429 with `Retry-After: 30`",        RetryLater(HttpStatusCode.TooManyRequests),         Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.WaitsAsAsked),
        new("500",                               Behaviours.Status(HttpStatusCode.InternalServerError), Old(0, 1), Old(0, 1), Configured(0, 1),  Aftermath.Counts),
        new("503",                               Behaviours.Status(HttpStatusCode.ServiceUnavailable), Old(0, 1), Old(0, 1), Configured(0, 1),   Aftermath.Counts),
        new("503 with `Retry-After: 30`",        RetryLater(HttpStatusCode.ServiceUnavailable),      Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.WaitsAsAsked),
        new("200 with a web page",               Behaviours.Html,                                    Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.Counts),
        new("200 with half of the JSON",         Behaviours.TruncatedJson,                           Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.Counts),
        new("200 with more than 50 MB",          Behaviours.HugeBody,                                Old(0, 1), Old(0, 1),   Configured(0, 1),   Aftermath.Counts),
    ];

    public static FailSafeRow Row(string postHog) => Rows.Single(row => row.PostHog == postHog);

    private static Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> RetryLater(HttpStatusCode status) =>
        Behaviours.Status(status, ("Retry-After", "30"));
}
