namespace PostHogFeatureManagement.Evaluation;

/// <summary>The subject hashed for a condition: the person, their device or one of their groups (protocol §5.6).</summary>
internal readonly ref struct Subject
{
    private Subject(ReadOnlySpan<char> text, FlagReason missingReason = FlagReason.Unknown, FlagReason obstacle = FlagReason.Unknown, bool isSkipped = false)
    {
        Text = text;
        MissingReason = missingReason;
        Obstacle = obstacle;
        IsSkipped = isSkipped;
    }

    /// <summary>The text to hash; empty when it is not known.</summary>
    public ReadOnlySpan<char> Text { get; }

    public bool IsKnown => !Text.IsEmpty;

    /// <summary>The reason to give when an answer needs the hash and the text is not known.</summary>
    public FlagReason MissingReason { get; }

    public bool IsDevice => MissingReason == FlagReason.MissingDeviceId;

    /// <summary>Why this process cannot decide the condition at all; <see cref="FlagReason.Unknown"/> when it can.</summary>
    public FlagReason Obstacle { get; }

    /// <summary>Whether the condition targets a group that the caller does not name, and so does not apply.</summary>
    public bool IsSkipped { get; }

    public static Subject Of(Aggregation aggregation, bool bucketsByDevice, in EvaluationState state)
    {
        if (aggregation.IsGroup)
        {
            return OfGroup(aggregation, state);
        }

        if (bucketsByDevice)
        {
            return new Subject(DeviceId(state.Context), FlagReason.MissingDeviceId);
        }

        string? distinctId = state.Context.DistinctId;
        return distinctId is null
            ? new Subject(default, FlagReason.MissingDistinctId)
            : new Subject(distinctId);
    }

    private static Subject OfGroup(Aggregation aggregation, in EvaluationState state)
    {
        if (aggregation.GroupType is null)
        {
            return aggregation.IsOwn
                ? new Subject(default, isSkipped: true)
                : new Subject(default, obstacle: FlagReason.MalformedDefinition);
        }

        return state.Context.TryGetGroup(aggregation.GroupType, out PostHogGroup? group) && group.Key.Length > 0
            ? new Subject(group.Key)
            : new Subject(default, isSkipped: true);
    }

    private static string? DeviceId(PostHogContext context) =>
        context.DeviceId ?? (context.TryGetPersonProperty("$device_id", out object? value) ? value as string : null);
}
