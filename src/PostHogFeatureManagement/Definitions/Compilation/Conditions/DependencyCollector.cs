using PostHogFeatureManagement.Definitions.Compilation.Cohorts;

namespace PostHogFeatureManagement.Definitions.Compilation.Conditions;

/// <summary>Collects the flags that a flag or a cohort depends on while its filters are compiled, and whether it uses cohorts.</summary>
internal sealed class DependencyCollector
{
    private readonly SortedSet<int> _targets = [];

    /// <summary>Whether one of these flags does not exist, or the server marked it as part of a cycle.</summary>
    public bool AreBroken { get; private set; }

    public bool UsesCohorts { get; private set; }

    public IReadOnlyCollection<int> Targets => _targets;

    public void Add(int target) => _targets.Add(target);

    public void Add(CompiledCohort cohort)
    {
        _targets.UnionWith(cohort.Dependencies._targets);
        AreBroken |= cohort.Dependencies.AreBroken;
        UsesCohorts = true;
    }

    public void Break() => AreBroken = true;
}
