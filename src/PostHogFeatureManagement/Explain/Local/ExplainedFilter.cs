using System.Text.Json;
using PostHogFeatureManagement.Evaluation.Tracing;

namespace PostHogFeatureManagement.Explain.Local;

/// <summary>One filter: what PostHog asks of the caller, what the caller has, and the result.</summary>
/// <param name="Type"><c>person</c>, <c>group</c>, <c>cohort</c>, <c>flag</c>, or <c>AND</c> and <c>OR</c> inside a cohort, as PostHog writes it.</param>
/// <param name="Key">The property, the cohort or the flag. Null for AND and OR.</param>
/// <param name="Operator">The operator, as PostHog writes it. Null for AND and OR.</param>
/// <param name="Operand">The operand, as PostHog writes it; undefined when there is none.</param>
/// <param name="IsNegated">Whether the entry of a cohort means the opposite.</param>
/// <param name="Value">What the caller has. Null when the filter is not about a property.</param>
/// <param name="Trace">The result.</param>
/// <param name="Parts">What a cohort, AND or OR consists of.</param>
internal sealed record ExplainedFilter(
    string Type,
    string? Key,
    string? Operator,
    JsonElement Operand,
    bool IsNegated,
    ExplainedValue? Value,
    FilterTrace Trace,
    IReadOnlyList<ExplainedFilter> Parts);
