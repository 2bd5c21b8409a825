using Microsoft.AspNetCore.Http;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Trust;

/// <summary>One way to make a step of the page name the caller.</summary>
internal sealed record TrustWay
{
    private const string Cookie = "ph_phc_emulator_posthog=";

    /// <summary>The user that authentication finds.</summary>
    public string? User { get; init; }

    /// <summary>What else the request sends.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>What the application's accessor was registered with.</summary>
    public CallerTrust? Accessor { get; init; }

    /// <summary>The id in this library's own cookie.</summary>
    public string? SignedId { get; init; }

    /// <summary>Whether visitors without an id share one.</summary>
    public bool HasFallback { get; init; }

    /// <summary>The context object that the call passes, made from the request.</summary>
    public Func<HttpContext, object>? Context { get; init; }

    /// <summary>Whether the caller is pushed.</summary>
    public bool IsPushed { get; init; }

    /// <summary>Whether there is no request.</summary>
    public bool IsOutsideRequests { get; init; }

    /// <summary>Whether the caller has an id. PostHog's servers are not asked about others.</summary>
    public bool HasId { get; init; } = true;

    /// <summary>By the name of the step, as the page writes it.</summary>
    public static IReadOnlyDictionary<string, TrustWay[]> ByStep { get; } = new Dictionary<string, TrustWay[]>
    {
        ["a caller pushed with `PostHogContext.BeginScope`"] = [new() { IsPushed = true }, new() { IsPushed = true, IsOutsideRequests = true }],
        ["a context passed with the call"] =
        [
            new() { Context = static _ => new PostHogContext("anna") },
            new() { Context = static _ => new PostHogTargetingContext(new PostHogContext("anna")) },
            new() { Context = static _ => new TargetingContext { UserId = "anna" }, User = "bob" },
        ],
        ["your accessor, for the signed-in user"] = [WithAccessor("anna", user: "anna"), WithTargeting("anna", user: "anna")],
        ["your accessor, for anyone else"] =
        [
            WithAccessor("anna", user: null),
            WithAccessor("anna", user: "bob"),
            WithTargeting("anna", user: null),
            WithTargeting("anna", user: "bob"),
            WithTargeting("anna", user: "bob") with { Accessor = CallerTrust.Authenticated },
            WithAccessor("anna", user: null) with { Context = static http => http },
        ],
        ["your accessor, registered with `CallerTrust.Authenticated`"] =
        [
            WithAccessor("anna", user: null) with { Accessor = CallerTrust.Authenticated },
            WithAccessor("anna", user: "bob") with { Accessor = CallerTrust.Authenticated },
        ],
        ["the claims of the signed-in user"] =
        [
            new() { User = "anna" },
            new() { User = "anna", Headers = [PostHogJs("visitor", "anonymous")] },
            new() { User = "anna", Headers = [PostHogJs("bob", "identified")] },
            new() { User = "anna", SignedId = "bob" },
            new() { User = "anna", Headers = [.. Tracing("bob"), ("Sec-Fetch-Site", "same-origin")] },
            new() { User = "anna", Context = static http => http },
            new() { User = "anna", Context = static http => http.User },
            new() { User = "anna", Context = static _ => new object() },
            new() { Context = static _ => TestUser.Create("anna") },
        ],
        ["the posthog-js cookie"] =
        [
            new() { Headers = [PostHogJs("visitor", "anonymous")] },
            new() { Headers = [PostHogJs("anna", "identified")] },
            new() { Headers = [PostHogJs("anna", "identified")], Context = static http => http },
            new() { Headers = [PostHogJs("anna", "identified")], Context = static http => http.User },
            new() { Headers = [PostHogJs("anna", "identified")], Context = static _ => new object() },
        ],
        ["the headers of posthog-js, from a page that may send them"] =
        [
            new() { Headers = [.. Tracing("anna"), ("Sec-Fetch-Site", "same-origin")] },
            new() { Headers = [.. Tracing("anna"), ("Sec-Fetch-Site", "same-origin"), PostHogJs("visitor", "anonymous")] },
        ],
        ["the anonymous cookie"] = [new() { SignedId = "anna" }, new() { SignedId = "anna", Headers = [("X-Requested-With", "fetch")] }],
        ["`Identity:FallbackDistinctId`, in requests"] = [new() { HasFallback = true }, new() { HasFallback = true, Headers = [.. Tracing("anna")] }],
        ["`Identity:ServiceDistinctId`, outside requests"] = [new() { IsOutsideRequests = true }],
        ["nobody"] =
        [
            new() { HasId = false },
            new() { HasId = false, Headers = [("Cookie", "__Host-posthog-visitor=anna")] },
            new() { HasId = false, Headers = [.. Tracing("anna"), ("Origin", "https://elsewhere.example"), ("Cookie", Cookie + "anna")] },
            WithAccessor(TrustHosts.NoOne, user: "anna") with { HasId = false },
            WithAccessor(TrustHosts.NoOne, user: null) with { HasId = false, Accessor = CallerTrust.Authenticated },
            WithAccessor(TrustHosts.NoOne, user: "anna") with { HasId = false, Accessor = CallerTrust.Authenticated },
            new() { HasId = false, User = "anna", Context = static _ => new PostHogContext() },
            new() { HasId = false, User = "anna", Context = static _ => new PostHogTargetingContext(PostHogContext.Anonymous) },
            new() { HasId = false, User = "anna", Context = static _ => new TargetingContext() },
        ],
    };

    private static TrustWay WithAccessor(string id, string? user) => new() { User = user, Headers = [(TrustHosts.AccessorHeader, id)] };

    private static TrustWay WithTargeting(string id, string? user) => new() { User = user, Headers = [(TrustHosts.TargetingHeader, id)] };

    private static (string Name, string Value)[] Tracing(string id) => [("X-POSTHOG-DISTINCT-ID", id), ("X-POSTHOG-SESSION-ID", "session")];

    private static (string Name, string Value) PostHogJs(string id, string state) =>
        ("Cookie", Cookie + Uri.EscapeDataString($$"""{"distinct_id":"{{id}}","$device_id":"device","$user_state":"{{state}}"}"""));
}
