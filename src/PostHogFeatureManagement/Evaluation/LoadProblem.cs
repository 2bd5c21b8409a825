namespace PostHogFeatureManagement.Evaluation;

/// <summary>Why a part of the definitions cannot be used in this process.</summary>
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
    ServerOnlyCohort,
    MalformedCohort,
    CyclicCohort,
    MissingDependency,
    CyclicDependency,
    MalformedDependency,
    MalformedPayload,
}
