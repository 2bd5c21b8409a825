using System.Runtime.CompilerServices;
using PostHogFeatureManagement.Evaluation.Matchers;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>Compares a property with an operand.</summary>
/// <param name="source">Where the property is.</param>
/// <param name="matcher">The comparison.</param>
/// <param name="whenAbsent">The server's result for someone who does not have the property. It does not look at the operand then (protocol §6.2).</param>
internal sealed class PropertyFilter(PropertySource source, PropertyMatcher matcher, MatchResult whenAbsent) : Filter
{
    public PropertySource Source => source;

    public override MatchResult Evaluate(in EvaluationState state)
    {
        if (!source.TryGet(state.Context, out object? value))
        {
            return state.PropertiesAreComplete ? whenAbsent : MatchResult.Undecided(FlagReason.MissingProperty);
        }

        return value is string text ? matcher.Match(new PropertyValue(text), state) : MatchRead(value, state);
    }

    /// <summary>A matcher that never decides about a present property may still decide about one that is known to be absent.</summary>
    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => matcher is ConstantMatcher constant
        ? new Possibilities(
            CanBeNo: constant.Result.IsNo || whenAbsent.IsNo,
            CanBeYes: constant.Result.IsYes || whenAbsent.IsYes,
            constant.Result)
        : Possibilities.Any;

    /// <summary>A separate method, so that strings do not pay for the buffer.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private MatchResult MatchRead(object? value, in EvaluationState state)
    {
        var builder = new TextBuilder(stackalloc char[128]);
        PropertyValue read = PropertyReader.Read(value, ref builder);
        MatchResult result = read.Kind == PropertyKind.Unreadable
            ? MatchResult.Undecided(FlagReason.UnreadableValue)
            : matcher.Match(read, state);
        builder.Dispose();
        return result;
    }
}
