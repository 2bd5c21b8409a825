namespace PostHogFeatureManagement.Evaluation.Tracing;

/// <summary>What decides a flag, in the order in which the evaluator looks (protocol §5).</summary>
internal enum DecidingStep : byte
{
    /// <summary>PostHog would omit the flag for this application.</summary>
    Exclusion,

    /// <summary>This process can never decide the flag.</summary>
    Obstacle,

    /// <summary>The flag is turned off.</summary>
    Inactive,

    /// <summary>The person's early-access choice.</summary>
    Enrollment,
    Holdout,
    Conditions,
}
