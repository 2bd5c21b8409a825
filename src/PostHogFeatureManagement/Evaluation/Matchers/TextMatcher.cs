using System.Collections.Frozen;
using System.Text;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Matchers;

/// <summary><c>exact</c> and <c>is_not</c>: whether the lowercased text is one of the lowercased operands (protocol §6.3).</summary>
internal sealed class TextMatcher : PropertyMatcher
{
    /// <summary>Up to this many operands, comparing one by one is faster than lowercasing and hashing.</summary>
    private const int MaxLinear = 6;

    private readonly string[] _lowered;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _set;
    private readonly bool _isNegated;

    /// <param name="lowered">The operands after <see cref="LowerCase.Full"/>.</param>
    /// <param name="isNegated">Whether this is <c>is_not</c>.</param>
    public TextMatcher(string[] lowered, bool isNegated)
    {
        _lowered = lowered;
        _isNegated = isNegated;
        if (lowered.Length > MaxLinear)
        {
            _set = lowered.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        }
    }

    public override MatchResult Match(in PropertyValue value, in EvaluationState state) => MatchResult.From(IsAmong(value.Text) != _isNegated);

    private bool IsAmong(ReadOnlySpan<char> text)
    {
        if (_lowered.Length > MaxLinear || !Ascii.IsValid(text))
        {
            return IsAmongLowered(text);
        }

        foreach (string operand in _lowered)
        {
            if (operand.Length == text.Length && Ascii.EqualsIgnoreCase(text, operand))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsAmongLowered(ReadOnlySpan<char> text)
    {
        var lowered = new TextBuilder(stackalloc char[128]);
        LowerCase.Append(text, ref lowered);
        bool found = _lowered.Length > MaxLinear ? _set.Contains(lowered.Written) : IsOneOf(lowered.Written);
        lowered.Dispose();
        return found;
    }

    private bool IsOneOf(ReadOnlySpan<char> lowered)
    {
        foreach (string operand in _lowered)
        {
            if (lowered.SequenceEqual(operand))
            {
                return true;
            }
        }

        return false;
    }
}
