using System.Text;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary>The <c>icontains</c> family: whether the text contains any of the parts.</summary>
internal sealed class SubstringMatcher : PropertyMatcher
{
    private readonly string[] _parts;
    private readonly bool _areAscii;
    private readonly bool _isNegated;

    public SubstringMatcher(string[] parts, bool isNegated)
    {
        _parts = parts;
        _areAscii = Array.TrueForAll(parts, static part => Ascii.IsValid(part));
        _isNegated = isNegated;
    }

    public override MatchResult Match(in PropertyValue value, in EvaluationState state)
    {
        foreach (string part in _parts)
        {
            if (AsciiText.Contains(value.Text, part, _areAscii))
            {
                return MatchResult.From(!_isNegated);
            }
        }

        return MatchResult.From(_isNegated);
    }
}
