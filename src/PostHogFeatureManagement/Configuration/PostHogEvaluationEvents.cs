namespace PostHogFeatureManagement;

/// <summary>For which answers the log event <c>feature_flag.evaluation</c> is written.</summary>
public enum PostHogEvaluationEvents
{
    /// <summary>For none.</summary>
    Off,

    /// <summary>For the first answer with each caller, flag and value.</summary>
    Changed,

    /// <summary>For every answer.</summary>
    All,
}
