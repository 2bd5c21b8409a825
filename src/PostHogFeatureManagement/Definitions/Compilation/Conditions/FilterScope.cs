using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation.Conditions;

/// <summary>Where a filter stands.</summary>
/// <param name="Compilation">The compilation.</param>
/// <param name="FlagKey">The flag it belongs to; null inside a cohort.</param>
/// <param name="GroupType">The group type its condition aggregates by; null for persons.</param>
/// <param name="Dependencies">Where flags it asks about are noted.</param>
internal sealed record FilterScope(CompilationScope Compilation, string? FlagKey, string? GroupType, DependencyCollector Dependencies)
{
    public bool IsInCohort => FlagKey is null;

    public void Report(LoadProblem problem, string detail) => Compilation.Report(FlagKey, problem, detail);
}
