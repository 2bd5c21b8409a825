using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>What is decided before any condition: early access and holdouts.</summary>
internal sealed partial class FlagEvaluator
{
    /// <summary>A person who chose gets their choice, whatever the conditions say (protocol §5.1, D2).</summary>
    private static bool TryDecideByEnrollment(string property, in EvaluationScope scope, out Verdict verdict)
    {
        if (!scope.Context.TryGetPersonProperty(property, out object? value))
        {
            verdict = Verdict.Inconclusive(FlagReason.MissingProperty);
            return !scope.PropertiesAreComplete;
        }

        verdict = new Verdict(IsEnrolled(value) ? FlagOutcome.Match : FlagOutcome.NoMatch, FlagReason.SuperConditionValue);
        return true;
    }

    /// <summary>JSON true or exactly "true"; anything else that is there means opted out.</summary>
    private static bool IsEnrolled(object? value)
    {
        var builder = new TextBuilder(stackalloc char[32]);
        PropertyValue read = PropertyReader.Read(value, ref builder);
        bool isEnrolled = read.Kind is PropertyKind.Boolean or PropertyKind.Text && read.Text.SequenceEqual("true");
        builder.Dispose();
        return isEnrolled;
    }

    /// <summary>The hash has no flag key in it, so all holdouts of a project overlap on the same people (protocol §5.2, D3).</summary>
    private static bool TryDecideByHoldout(FlagDefinition flag, Holdout holdout, in EvaluationScope scope, out Verdict verdict)
    {
        verdict = new Verdict(FlagOutcome.Match, FlagReason.HoldoutConditionValue, variantIndex: holdout.VariantIndex);
        if (holdout.Exclusion.IsEveryone)
        {
            return true;
        }

        if (holdout.Exclusion.IsNobody)
        {
            return false;
        }

        Subject subject = Subject.Of(flag.Aggregation, flag.BucketsByDevice, scope);
        if (subject.Obstacle != FlagReason.Unknown)
        {
            verdict = Verdict.Inconclusive(subject.Obstacle);
            return true;
        }

        if (!subject.IsKnown && !subject.IsSkipped && !(scope.PropertiesAreComplete && subject.IsDevice))
        {
            verdict = Verdict.Inconclusive(subject.MissingReason);
            return true;
        }

        // Without a group the server hashes the bare prefix.
        return holdout.Exclusion.Includes(Bucketing.Hash(Bucketing.HoldoutPrefix, subject.Text, Bucketing.RolloutSalt));
    }
}
