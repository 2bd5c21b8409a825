using PostHogFeatureManagement.Explain.Format;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.AspNetCore.Explanations.Page;

/// <summary>Writes the filters of a condition as rows, with the parts of cohorts indented.</summary>
internal static class FilterRows
{
    public static void Write(HtmlWriter html, IReadOnlyList<ExplainedFilter> filters)
    {
        html.Write($"<ul class=\"filters\">");
        foreach (ExplainedFilter filter in filters)
        {
            Write(html, filter);
        }

        html.Write($"</ul>");
    }

    private static void Write(HtmlWriter html, ExplainedFilter filter)
    {
        string reached = filter.Trace.IsReached ? "reached" : "unreached";
        html.Write($"<li class=\"{PageText.Tone(filter.Trace.Result)} {reached}\"><div class=\"row\"><span class=\"asks\">");
        WriteQuestion(html, filter);
        html.Write($"</span><span class=\"has\">");
        if (filter.Value is { } value)
        {
            html.Write($"{PageText.Of(value)}");
        }

        html.Write($"</span><span class=\"verdict\">{Verdict(filter)}</span></div>");
        if (filter.Parts.Count > 0)
        {
            Write(html, filter.Parts);
        }

        html.Write($"</li>");
    }

    private static void WriteQuestion(HtmlWriter html, ExplainedFilter filter)
    {
        if (filter.IsNegated)
        {
            html.Write($"<em>not</em> ");
        }

        switch (filter)
        {
            case { Operator: null }:
                html.Write($"<em>{(filter.Type == "AND" ? "all of" : "any of")}</em>");
                break;
            case { Type: "cohort" }:
                html.Write($"<em>{PageText.Operator(filter.Operator)}</em> cohort <code>{filter.Key}</code>");
                break;
            default:
                string kind = filter.Type is "flag" or "group" ? $"{filter.Type} " : string.Empty;
                html.Write($"{kind}<code>{filter.Key}</code> <em>{PageText.Operator(filter.Operator)}</em> <code>{OperandWords.Of(filter.Operand)}</code>");
                break;
        }
    }

    private static string Verdict(ExplainedFilter filter)
    {
        string word = filter.Trace.Result switch
        {
            { IsYes: true } => "yes",
            { IsNo: true } => "no",
            var open => $"open: {ReasonText.Of(open.Reason)}",
        };
        return filter.Trace.IsReached ? word : $"not looked at; {word}";
    }
}
