using PostHogFeatureManagement.Explain;
using PostHogFeatureManagement.Explain.Format;

namespace PostHogFeatureManagement.AspNetCore.Explanations.Page;

/// <summary>The page that a support engineer reads: what a flag is for a caller, and why. It has no script.</summary>
internal static class ExplainPage
{
    /// <param name="query">What was asked.</param>
    /// <param name="keys">The flags to choose from.</param>
    /// <param name="explanation">The explanation. Null when nothing was asked yet.</param>
    public static string Write(ExplainQuery query, IEnumerable<string> keys, FlagExplanation? explanation)
    {
        var html = new HtmlWriter();
        html.Write($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Write($"<title>{(explanation is null ? "Explain a flag" : $"Why is {explanation.Flag}?")}</title>");
        PageStyle.WriteTo(html);
        html.Write($"</head><body>");
        WriteForm(html, query, keys);
        html.Write($"<main>");
        if (explanation is null)
        {
            html.Write($"<section><h1>Why does someone have a flag?</h1><p class=\"note\">Name a flag and a distinct id. Without an id, the page is about you.</p></section>");
        }
        else
        {
            WriteAnswer(html, explanation);
        }

        html.Write($"</main></body></html>");
        return html.ToString();
    }

    private static void WriteForm(HtmlWriter html, ExplainQuery query, IEnumerable<string> keys)
    {
        html.Write($"<form method=\"get\" action=\"{query.FormAddress}\"><label>Flag <input name=\"flag\" list=\"flags\" required maxlength=\"400\" value=\"{query.Flag}\"></label>");
        html.Write($"<label>Distinct id <input name=\"id\" maxlength=\"200\" autocomplete=\"off\" value=\"{query.DistinctId}\"></label>");
        foreach ((string name, string value) in query.Others)
        {
            html.Write($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        }

        html.Write($"<button>Explain</button><button name=\"ask\" value=\"true\" title=\"Costs one request\">and ask PostHog</button><datalist id=\"flags\">");
        foreach (string key in keys)
        {
            html.Write($"<option value=\"{key}\">");
        }

        html.Write($"</datalist></form>");
    }

    private static void WriteAnswer(HtmlWriter html, FlagExplanation explanation)
    {
        ExplanationFacts facts = explanation.Facts;
        FlagResult answer = facts.Answer;
        string tone = !facts.IsCertain ? "open" : answer.IsEnabled ? "yes" : "no";
        html.Write($"<section class=\"answer {tone}\"><h1><code>{facts.Flag}</code> <span class=\"verdict\">{Headline(facts)}</span></h1><p>{explanation.Summary}</p>");
        html.Write($"<p class=\"chips\"><span>{answer.Source.ToString()}</span><span>{answer.Reason.ToString()}</span><span>{facts.Reason.Reason}</span>");
        if (answer.PayloadObject is not null)
        {
            html.Write($"<span>with a payload</span>");
        }

        html.Write($"</p></section><div class=\"columns\"><div>");
        WriteLayers(html, facts);
        if (facts.Local is { } local)
        {
            ConditionCards.Write(html, local.Flag);
        }

        html.Write($"</div>");
        FactsColumn.Write(html, facts);
        html.Write($"</div>");
    }

    private static string Headline(ExplanationFacts facts)
    {
        string value = PageText.Of(facts.Answer);
        return facts.IsCertain ? value : $"open, else {value}";
    }

    private static void WriteLayers(HtmlWriter html, ExplanationFacts facts)
    {
        html.Write($"<section><h2>Who was asked, in order</h2><ol class=\"layers\">");
        foreach (ExplainedLayer layer in facts.Chain.Layers.InOrder())
        {
            string because = layer.Outcome == LayerOutcome.Answered ? string.Empty : PageText.Because(layer.Reason) ?? string.Empty;
            html.Write($"<li class=\"{ExplanationWords.Of(layer.Outcome)}\"><b>{PageText.Of(layer.Name)}</b> <span class=\"verdict\">{PageText.Of(layer, facts.IsCertain)}</span>");
            html.Write($"<small>{because}</small></li>");
        }

        html.Write($"</ol></section>");
    }
}
