using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation.Conditions;

/// <summary>The surroundings of a filter while it is compiled.</summary>
/// <param name="Compilation">The state of the compilation.</param>
/// <param name="FlagKey">The flag that the filter belongs to; null inside a cohort.</param>
/// <param name="GroupType">The group type of the filter's condition; null for persons.</param>
/// <param name="Dependencies">Collects the flags that the filter depends on.</param>
internal sealed record FilterContext(CompilationState Compilation, string? FlagKey, string? GroupType, DependencyCollector Dependencies)
{
    public bool IsInCohort => FlagKey is null;

    /// <summary>Reports a filter that this process cannot read.</summary>
    public void ReportUnreadable(LoadProblem problem, string detail)
    {
        Dependencies.AddUnreadableFilter();
        Report(problem, detail);
    }

    public void Report(LoadProblem problem, string detail) => Compilation.Report(FlagKey, problem, detail);
}
