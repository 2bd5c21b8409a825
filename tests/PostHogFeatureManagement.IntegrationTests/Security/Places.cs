namespace PostHogFeatureManagement.IntegrationTests.Security;

/// <summary>
/// Where which secrets may be. They are nowhere else: not in logs, metrics, activities, health, ordinary pages, or Redis. The first word of what was written is
/// its place. (Requests for flags also have ids and properties: PostHog decides by them.)
/// </summary>
internal static class Places
{
    public const string Log = "log";
    public const string Page = "page";
    public const string Redis = "redis";

    /// <summary>An event that PostHog gets: ids, and what the application itself passed with it. Never a person's or group's properties.</summary>
    public const string Event = "event";

    /// <summary>The explain page of an operator who may see values.</summary>
    public const string Operator = "operator";

    /// <summary>Any other explanation: who may see it may see conditions, with their operands.</summary>
    public const string Explanation = "explanation";

    /// <summary>The definitions that instances share, without <c>Cache:Encrypt</c>.</summary>
    public const string SharedDefinitions = "definitions";

    /// <summary>The last good definitions, in a file that only its owner can read.</summary>
    public const string File = "file";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Event] = [.. Secrets.Ids, Secrets.EventValue],
        [Operator] = [.. Secrets.Ids, .. Secrets.Values, Secrets.ConditionValue],
        [Explanation] = [Secrets.ConditionValue],
        [SharedDefinitions] = [Secrets.ConditionValue],
        [File] = [Secrets.ConditionValue],
    };

    public static string Of(string written) => written.Split(' ')[0];

    /// <summary>The secrets in what was written that may not be there.</summary>
    public static IEnumerable<string> LeaksIn(string written) =>
        Secrets.In(written).Except(Allowed.GetValueOrDefault(Of(written), [])).Select(secret => $"{secret} in: {written}");
}
