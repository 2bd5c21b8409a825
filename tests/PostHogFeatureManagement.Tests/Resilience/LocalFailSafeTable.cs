using System.Net;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>
/// Local mode with default settings: the next refresh of the definitions, and the answers to checks. <c>docs/fail-safe.md</c> shows the same table.
/// </summary>
internal static class LocalFailSafeTable
{
    private static readonly FailSafeCell Old = new("old", FlagSource.Local, TimeSpan.Zero, 0);
    private static readonly FailSafeCell New = new("new", FlagSource.Local, TimeSpan.Zero, 0);
    private static readonly FailSafeCell Asked = FailSafeCell.New(0, 1);
    private static readonly FailSafeCell Configured = FailSafeCell.Configured(0, 0);

    public static IReadOnlyList<LocalFailSafeRow> Rows { get; } =
    [
        //   what it does                         takes  requests  next  loaded  nothing loaded
        Row("answers at once", Behaviours.Well, 0, 1, 30, New, New),
        Row("answers the second try, after 11.3 s", Behaviours.Slow, 11.3, 2, 30, New, New),
        Row("never answers", Behaviours.Hang, 20, 2, 60, Old, Asked),
        Row("refuses the connection", Behaviours.Refuse, 0.3, 2, 60, Old, Asked),
        Row("cuts the answer off", Behaviours.ResetMidBody, 0.3, 2, 60, Old, Asked),
        Row("is not found (DNS)", Behaviours.NoSuchHost, 0.3, 2, 60, Old, Asked),
        Row("400", Behaviours.Status(HttpStatusCode.BadRequest), 0, 1, 60, Old, Asked),
        Row("401", Behaviours.Status(HttpStatusCode.Unauthorized), 0, 1, 60, Old, Asked),
        Row("402", Behaviours.Status(HttpStatusCode.PaymentRequired), 0, 1, 300, Old, Configured),
        Row("429", Behaviours.Status(HttpStatusCode.TooManyRequests), 0, 1, 60, Old, Asked),
        Row("429 with `Retry-After: 600`", Behaviours.Status(HttpStatusCode.TooManyRequests, ("Retry-After", "600")), 0, 1, 600, Old, Asked),
        Row("500", Behaviours.Status(HttpStatusCode.InternalServerError), 0, 1, 60, Old, Asked),
        Row("503", Behaviours.Status(HttpStatusCode.ServiceUnavailable), 0, 1, 60, Old, Asked),
        Row("200 with a web page", Behaviours.Html, 0, 1, 60, Old, Asked),
        Row("200 with half of the JSON", Behaviours.TruncatedJson, 0, 1, 60, Old, Asked),
        Row("200 without a flag that can be read", Behaviours.NoReadableFlag, 0, 1, 60, Old, Asked),
        Row("200 with more than 50 MB", Behaviours.HugeBody, 0, 1, 60, Old, Asked),
    ];

    private static LocalFailSafeRow Row(
        string postHog,
        Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> behaviour,
        double seconds,
        int requests,
        int next,
        FailSafeCell loaded,
        FailSafeCell nothingLoaded) =>
        new(postHog, behaviour, TimeSpan.FromSeconds(seconds), requests, TimeSpan.FromSeconds(next), loaded, nothingLoaded);
}
