using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement.AspNetCore.Explanations;

/// <summary>What a request asks to be explained. Everything in it comes from outside and is limited in length by the server's limit for a request line.</summary>
internal sealed record ExplainQuery
{
    private const string PropertyPrefix = "property.";
    private const string GroupPrefix = "group.";

    /// <summary>Null when no flag was named.</summary>
    public string? Flag { get; private init; }

    /// <summary>Null when the question is about the current caller.</summary>
    public string? DistinctId { get; private init; }

    /// <summary>Whether PostHog's servers are asked as well.</summary>
    public bool AskPostHog { get; private init; }

    /// <summary>Whether a page is wanted, rather than JSON.</summary>
    public bool WantsPage { get; private init; }

    public required string FormAddress { get; init; }

    /// <summary>What the form does not show: properties, groups and the device.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Others { get; private init; } = [];

    public static ExplainQuery Read(HttpRequest request)
    {
        IQueryCollection query = request.Query;
        string? routed = request.RouteValues["flag"] as string;
        string path = request.PathBase + request.Path;
        return new ExplainQuery
        {
            Flag = NullIfEmpty(routed ?? query["flag"]),
            DistinctId = NullIfEmpty(query["id"]),
            AskPostHog = query["ask"] == "true" && !IsFromElsewhere(request),
            WantsPage = query["format"] != "json" && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase),
            FormAddress = routed is null ? path : path[..Math.Max(path.TrimEnd('/').LastIndexOf('/'), 0)],
            Others = [.. query.Where(static pair => IsOther(pair.Key)).Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()))],
        };
    }

    /// <summary>The caller that the request names; the current one when it names nobody.</summary>
    public PostHogContext ToContext()
    {
        if (DistinctId is null && Others.Count == 0)
        {
            return PostHogContext.Ambient;
        }

        return new PostHogContext(DistinctId)
        {
            DeviceId = Others.FirstOrDefault(static pair => pair.Key == "device").Value,
            PersonProperties = After(PropertyPrefix).ToDictionary(static pair => pair.Key, static pair => (object?)pair.Value, StringComparer.Ordinal),
            Groups = After(GroupPrefix).ToDictionary(static pair => pair.Key, static pair => new PostHogGroup(pair.Value), StringComparer.Ordinal),
        };
    }

    private static bool IsOther(string name) => name.StartsWith(PropertyPrefix, StringComparison.Ordinal) || name.StartsWith(GroupPrefix, StringComparison.Ordinal) || name == "device";

    private static string? NullIfEmpty(StringValues value) => value.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>Whether another site made the visitor's browser send this, which must not cost anything.</summary>
    private static bool IsFromElsewhere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    // Query names are compared without letter case, so there can be no two of the same spelling.
    private IEnumerable<KeyValuePair<string, string>> After(string prefix) => Others
        .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal) && pair.Key.Length > prefix.Length)
        .Select(pair => KeyValuePair.Create(pair.Key[prefix.Length..], pair.Value));
}
