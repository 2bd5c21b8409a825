using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Cohorts;
using PostHogFeatureManagement.Evaluation.Filters;
using PostHogFeatureManagement.Evaluation.Tracing;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Explain.Local;

/// <summary>Puts the filters as PostHog wrote them beside the results of the compiled ones, which are at the same places.</summary>
internal sealed class FilterExplainer(JsonElement cohorts, PostHogContext context, bool showValues)
{
    private const string DefaultOperator = "exact";

    public IReadOnlyList<ExplainedFilter> Explain(IReadOnlyList<FilterTrace> traces, IReadOnlyList<JsonElement> raw)
    {
        var filters = new ExplainedFilter[traces.Count];
        for (int index = 0; index < filters.Length; index++)
        {
            filters[index] = Explain(traces[index], index < raw.Count ? raw[index] : default);
        }

        return filters;
    }

    private ExplainedFilter Explain(FilterTrace trace, JsonElement raw)
    {
        string type = raw.Member("type"u8).Text() ?? "person";
        if (trace.Filter is CompositeFilter composite)
        {
            return new ExplainedFilter(composite.IsAnd ? "AND" : "OR", null, null, default, false, null, trace, Explain(trace.Parts, RawFlag.Entries(raw, "values"u8)));
        }

        bool isCohort = type == "cohort";
        return new ExplainedFilter(
            type,
            isCohort ? CohortFilterCompiler.Id(raw) : raw.Member("key"u8).Text(),
            raw.Member("operator"u8).Text() ?? (isCohort ? "in" : DefaultOperator),
            isCohort ? default : raw.Member("value"u8),
            raw.Member("negation"u8).IsTrue(),
            ValueOf(Inner(trace)),
            trace,
            isCohort ? Members(raw, Inner(trace)) : []);
    }

    /// <summary>The parts of a cohort's outermost group.</summary>
    private IReadOnlyList<ExplainedFilter> Members(JsonElement raw, FilterTrace cohort)
    {
        JsonElement tree = CohortFilterCompiler.Id(raw) is { } id ? cohorts.Member(id) : default;
        return cohort is { Filter: CohortFilter, Parts: [{ } members] } ? Explain([members], [tree]) : [];
    }

    /// <summary>The filter inside those that only change its result.</summary>
    private static FilterTrace Inner(FilterTrace trace)
    {
        while (trace is { Filter: NotFilter or NeverFilter or SettledFilter, Parts: [{ } inner] })
        {
            trace = inner;
        }

        return trace;
    }

    private ExplainedValue? ValueOf(FilterTrace trace)
    {
        PropertySource? source = trace.Filter switch
        {
            PropertyFilter filter => filter.Source,
            PresenceFilter filter => filter.Source,
            _ => null,
        };
        return source is not { } place ? null
            : place.TryGet(context, out object? value) ? ExplainedValue.Of(value, showValues)
            : new ExplainedValue(IsGiven: false);
    }
}
