using System.Runtime.CompilerServices;
using PostHogFeatureManagement.Evaluation.Matchers;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Filters;

/// <summary>A property compared with an operand.</summary>
internal sealed class PropertyFilter(PropertySource source, PropertyMatcher matcher) : Filter
{
    public override MatchResult Evaluate(in EvaluationScope scope)
    {
        if (!source.TryGet(scope.Context, out object? value))
        {
            return scope.PropertiesAreComplete ? matcher.WhenMissing : MatchResult.Undecided(FlagReason.MissingProperty);
        }

        return value is string text ? matcher.Match(new PropertyValue(text), scope.Clock) : MatchRead(value, scope.Clock);
    }

    /// <summary>What is always undecided for a property that is there may still be decided for one that is known to be absent.</summary>
    public override Possibilities Foresee(ReadOnlySpan<FlagDefinition> flags) => matcher is ConstantMatcher constant
        ? new Possibilities(
            CanBeNo: constant.Result.IsNo || constant.WhenMissing.IsNo,
            CanBeYes: constant.Result.IsYes || constant.WhenMissing.IsYes,
            constant.Result)
        : Possibilities.Any;

    /// <summary>Apart, so that strings do not pay for the buffer.</summary>
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
