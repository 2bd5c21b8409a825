using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>Decides what comes before the conditions: early access and holdouts.</summary>
internal sealed partial class FlagEvaluator
{
    /// <summary>Gives people who made an early-access choice that choice, whatever the conditions say (protocol §5.1, D2).</summary>
    internal static bool TryDecideByEnrollment(string property, in EvaluationState state, out Verdict verdict)
    {
        if (!state.Context.TryGetPersonProperty(property, out object? value))
        {
            verdict = Verdict.Inconclusive(FlagReason.MissingProperty);
            return !state.PropertiesAreComplete;
        }

        verdict = new Verdict(IsEnrolled(value) ? FlagOutcome.Match : FlagOutcome.NoMatch, FlagReason.SuperConditionValue);
        return true;
    }

    /// <summary>Returns whether the value is JSON true or exactly "true". Any other value means that the person opted out.</summary>
    private static bool IsEnrolled(object? value)
    {
        var builder = new TextBuilder(stackalloc char[32]);
        PropertyValue read = PropertyReader.Read(value, ref builder);
        bool isEnrolled = read.Kind is PropertyKind.Boolean or PropertyKind.Text && read.Text.SequenceEqual("true");
        builder.Dispose();
        return isEnrolled;
    }

    /// <summary>The hash does not include the flag key, so all holdouts of a project overlap on the same people (protocol §5.2, D3).</summary>
    internal static bool TryDecideByHoldout(FlagDefinition flag, Holdout holdout, in EvaluationState state, out Verdict verdict)
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

        Subject subject = SubjectOfHoldout(flag, state);
        if (subject.Obstacle != FlagReason.Unknown)
        {
            verdict = Verdict.Inconclusive(subject.Obstacle);
            return true;
        }

        if (!subject.IsKnown && !subject.IsSkipped && !state.Set.ActsAsServer)
        {
            verdict = Verdict.Inconclusive(subject.MissingReason);
            return true;
        }

        // Without a group or with an empty distinct ID, the server hashes the prefix alone.
        return holdout.Exclusion.Includes(Bucketing.Hash(Bucketing.HoldoutPrefix, subject.Text, Bucketing.RolloutSalt));
    }

    /// <summary>Without a device, the server hashes the distinct ID here, unlike in conditions.</summary>
    internal static Subject SubjectOfHoldout(FlagDefinition flag, in EvaluationState state)
    {
        Subject subject = Subject.Of(flag.Aggregation, flag.BucketsByDevice, state);
        return subject.IsDevice && !subject.IsKnown ? Subject.Of(flag.Aggregation, bucketsByDevice: false, state) : subject;
    }
}
