namespace PostHogFeatureManagement.Evaluation;

/// <summary>Who is hashed for a condition: the person, their device or one of their groups (protocol §5.6).</summary>
internal readonly ref struct Subject
{
    private Subject(ReadOnlySpan<char> text, FlagReason missingReason = FlagReason.Unknown, FlagReason obstacle = FlagReason.Unknown, bool isSkipped = false)
    {
        Text = text;
        MissingReason = missingReason;
        Obstacle = obstacle;
        IsSkipped = isSkipped;
    }

    /// <summary>What is hashed; empty when it is not known.</summary>
    public ReadOnlySpan<char> Text { get; }

    public bool IsKnown => !Text.IsEmpty;

    /// <summary>What an answer that needs the hash lacks.</summary>
    public FlagReason MissingReason { get; }

    public bool IsDevice => MissingReason == FlagReason.MissingDeviceId;

    /// <summary>Why the condition cannot be decided at all here; unknown when it can.</summary>
    public FlagReason Obstacle { get; }

    /// <summary>The condition is about a group the caller did not name: it does not apply.</summary>
    public bool IsSkipped { get; }

    public static Subject Of(Aggregation aggregation, bool bucketsByDevice, in EvaluationScope scope)
    {
        if (aggregation.IsGroup)
        {
            return OfGroup(aggregation, scope);
        }

        if (bucketsByDevice)
        {
            return new Subject(DeviceId(scope.Context), FlagReason.MissingDeviceId);
        }

        string? distinctId = scope.Context.DistinctId;
        return distinctId is null
            ? new Subject(default, FlagReason.MissingDistinctId)
            : new Subject(Bucketing.TruncateDistinctId(distinctId));
    }

    private static Subject OfGroup(Aggregation aggregation, in EvaluationScope scope)
    {
        if (aggregation.GroupType is null)
        {
            return aggregation.IsOwn
                ? new Subject(default, isSkipped: true)
                : new Subject(default, obstacle: FlagReason.MalformedDefinition);
        }

        return scope.Context.TryGetGroup(aggregation.GroupType, out PostHogGroup? group) && group.Key.Length > 0
            ? new Subject(group.Key)
            : new Subject(default, isSkipped: true);
    }

    private static string? DeviceId(PostHogContext context) =>
        context.DeviceId ?? (context.TryGetPersonProperty("$device_id", out object? value) ? value as string : null);
}
