using PostHogFeatureManagement.Explain;
using PostHogFeatureManagement.Explain.Format;

namespace PostHogFeatureManagement;

/// <summary>Why a caller has a flag's value: what each layer had to say, and each condition. Immutable and thread-safe.</summary>
public sealed class FlagExplanation
{
    internal FlagExplanation(ExplanationFacts facts)
    {
        Facts = facts;
        Summary = ExplanationSummary.Of(facts);
    }

    /// <summary>The flag's key in PostHog, or the name that was asked for if PostHog does not have it.</summary>
    public string Flag => Facts.Flag;

    /// <summary>When the explanation was made.</summary>
    public DateTimeOffset At => Facts.At;

    /// <summary>
    /// What a check would answer. If <see cref="IsCertain"/> is false, this is the answer for the case that PostHog's servers, which a check would ask first, have none.
    /// </summary>
    public FlagResult Answer => Facts.Answer;

    /// <summary>
    /// Whether a check would give exactly this answer. False when it would first have to ask PostHog's servers, which an explanation only does with
    /// <see cref="ExplainOptions.AskPostHog"/>.
    /// </summary>
    public bool IsCertain => Facts.IsCertain;

    /// <summary>The answer and what decided it, in one or two English sentences without personal data.</summary>
    public string Summary { get; }

    internal ExplanationFacts Facts { get; }

    /// <summary>The whole explanation as a JSON document, whose form the documentation describes. Its member <c>version</c> is 1.</summary>
    public string ToJson() => ExplanationJson.Write(this);
}
