namespace PostHogFeatureManagement.Evaluation;

/// <summary>Why a part of the definitions is not usable as it stands.</summary>
internal enum LoadProblem : byte
{
    MalformedFlag,
    DuplicateFlag,
    UnsupportedFormat,
    ExperienceContinuity,
    MalformedCondition,
    MalformedFilter,
    UnknownOperator,
    UnknownFilterType,
    UnknownGroupType,
    InvalidPattern,
    UnsupportedPattern,
    UnreadableOperand,
    ServerOnlyCohort,
    MalformedCohort,
    CyclicCohort,
    MissingDependency,
    CyclicDependency,
    MalformedDependency,
    MalformedPayload,
}
