using System.Globalization;
using PostHogFeatureManagement.Explain;
using PostHogFeatureManagement.Explain.Format;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.AspNetCore.Explanations.Page;

/// <summary>Writes what surrounds the answer: the caller, other answers, the definitions, requests to PostHog and what they cost.</summary>
internal static class FactsColumn
{
    public static void Write(HtmlWriter html, ExplanationFacts facts)
    {
        html.Write($"<aside>");
        WriteCaller(html, facts.Caller);
        WriteOthers(html, facts);
        if (facts.Local is { } local)
        {
            WriteDefinitions(html, local);
        }

        WriteRequests(html, facts);
        html.Write($"</aside>");
    }

    private static void WriteCaller(HtmlWriter html, ExplainedCaller caller)
    {
        html.Write($"<section><h2>Caller</h2><dl class=\"facts\">");
        html.Write($"<dt>Distinct id</dt><dd><code>{caller.DistinctId ?? "none"}</code></dd>");
        html.Write($"<dt>Named by</dt><dd>{(caller.IsAmbient ? "the library, as for a check" : "this page")}</dd>");
        html.Write($"<dt>Vouched for by</dt><dd>{Trust(caller.Trust)}</dd>");
        html.Write($"<dt>Groups</dt><dd>{List(caller.Groups)}</dd>");
        html.Write($"<dt>Properties</dt><dd>");
        foreach ((string name, ExplainedValue value) in caller.Properties)
        {
            html.Write($"<div><code>{name}</code> <small>{PageText.Of(value)}</small></div>");
        }

        html.Write($"{(caller.Properties.Count == 0 ? "none" : string.Empty)}</dd></dl></section>");
    }

    private static void WriteOthers(HtmlWriter html, ExplanationFacts facts)
    {
        html.Write($"<section><h2>What others would say</h2><dl class=\"facts\">");
        html.Write($"<dt>Configuration</dt><dd>{(facts.Chain.Configured is { } configured ? PageText.Of(configured) : "does not have the flag")}</dd>");
        if (facts.CachedRemote is { } cached)
        {
            html.Write($"<dt>PostHog’s servers, {PageText.Age(facts.Chain.Kept.Age)} ago</dt><dd>{Say(cached)}{Agreement(facts.AgreesWith(cached))}</dd>");
        }

        if (facts.Chain.Asked is { } asked)
        {
            html.Write($"<dt>PostHog’s servers, just now</dt><dd>{Say(asked.Result)}{Agreement(facts.AgreesWith(asked.Result))}</dd>");
        }

        html.Write($"<dt>Exposure</dt><dd>{Exposure(facts.Exposure)}</dd></dl></section>");
    }

    private static void WriteDefinitions(HtmlWriter html, LocalExplanation local)
    {
        html.Write($"<section><h2>Definitions</h2><dl class=\"facts\"><dt>From</dt><dd>{ExplanationWords.Of(local.Definitions.Source)}, {PageText.Age(local.Age)} old</dd>");
        html.Write($"<dt>Generation</dt><dd>{local.Definitions.Generation}</dd>");
        if (local.Flag.Trace.Flag.Version is { } version)
        {
            html.Write($"<dt>Version of the flag</dt><dd>{version}</dd>");
        }

        html.Write($"</dl></section>");
    }

    private static void WriteRequests(HtmlWriter html, ExplanationFacts facts)
    {
        ExplainedClient client = facts.Client;
        html.Write($"<section><h2>Requests to PostHog</h2><dl class=\"facts\"><dt>Circuit</dt><dd>{client.Circuit}");
        if (client.OpenUntil is { } until)
        {
            html.Write($" until {Time(until)}: {client.CircuitCause}");
        }

        html.Write($"</dd><dt>Last failed evaluation</dt><dd>{Failure(client)}</dd>");
        if (client.DefinitionsFailure is { } failure)
        {
            html.Write($"<dt>Last failed poll</dt><dd>{failure}</dd>");
        }

        html.Write($"<dt>Units since the start</dt><dd>{facts.Cost.Units}</dd><dt>Projected for 30 days</dt><dd>{facts.Cost.Projected}</dd></dl></section>");
    }

    private static string Failure(ExplainedClient client) => client.LastFailureAt is { } at ? $"{client.LastFailure}, {Time(at)}" : "none";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss' UTC'", CultureInfo.InvariantCulture);

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    private static string Say(in FlagResult result) => result.HasValue ? PageText.Of(result) : $"no value: {ReasonText.Of(result.Reason)}";

    private static string Agreement(bool agrees) => agrees ? ", as here" : ", unlike here";

    private static string Exposure(ExplainedExposure exposure) => exposure switch
    {
        { WouldSend: false } => "a check sends none",
        { AlreadySent: true } => "sent already",
        _ => "a check sends one",
    };

    private static string Trust(CallerTrust trust) => trust switch
    {
        CallerTrust.None => "no one",
        CallerTrust.Claimed => "only the visitor",
        CallerTrust.SignedCookie => "a signed cookie",
        CallerTrust.Authenticated => "authentication",
        _ => "the application",
    };
}
