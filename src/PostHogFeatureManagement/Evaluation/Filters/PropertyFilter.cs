using System.Runtime.CompilerServices;
using PostHogFeatureManagement.Evaluation.Matchers;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>Compares a property with an operand.</summary>
internal sealed class PropertyFilter(PropertySource source, PropertyMatcher matcher) : Filter
{
    public override MatchResult Evaluate(in EvaluationState state)
    {
        if (!source.TryGet(state.Context, out object? value))
        {
            return state.PropertiesAreComplete ? matcher.WhenMissing : MatchResult.Undecided(FlagReason.MissingProperty);
        }

        return value is string text ? matcher.Match(new PropertyValue(text), state.Clock) : MatchRead(value, state.Clock);
    }

    /// <summary>A matcher that never decides about a present property may still decide about one that is known to be absent.</summary>
    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => matcher is ConstantMatcher constant
        ? new Possibilities(
            CanBeNo: constant.Result.IsNo || constant.WhenMissing.IsNo,
            CanBeYes: constant.Result.IsYes || constant.WhenMissing.IsYes,
            constant.Result)
        : Possibilities.Any;

    /// <summary>A separate method, so that strings do not pay for the buffer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private MatchResult MatchRead(object? value, TimeProvider clock)
    {
        var builder = new TextBuilder(stackalloc char[128]);
        PropertyValue read = PropertyReader.Read(value, ref builder);
        MatchResult result = read.Kind == PropertyKind.Unreadable
            ? MatchResult.Undecided(FlagReason.UnreadableValue)
            : matcher.Match(read, clock);
        builder.Dispose();
        return result;
    }
}
