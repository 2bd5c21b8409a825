using PostHogFeatureManagement.Definitions.Compilation.Cohorts;

namespace PostHogFeatureManagement.Definitions.Compilation.Conditions;

/// <summary>Collects, while the filters of a flag or a cohort are compiled, the flags that it depends on, and what concerns it as a whole.</summary>
internal sealed class DependencyCollector
{
    private readonly SortedSet<int> _targets = [];

    /// <summary>Whether one of these flags does not exist, or the server marked it as part of a cycle.</summary>
    public bool AreBroken { get; private set; }

    public bool UsesCohorts { get; private set; }

    /// <summary>Whether one of the filters cannot be read, which makes the whole flag unreadable to PostHog's servers.</summary>
    public bool HasUnreadableFilter { get; private set; }

    public IReadOnlyCollection<int> Targets => _targets;

    public void Add(int target) => _targets.Add(target);

    public void Add(CompiledCohort cohort)
    {
        _targets.UnionWith(cohort.Dependencies._targets);
        AreBroken |= cohort.Dependencies.AreBroken;
        HasUnreadableFilter |= cohort.Dependencies.HasUnreadableFilter;
        UsesCohorts = true;
    }

    public void Break() => AreBroken = true;

    public void AddUnreadableFilter() => HasUnreadableFilter = true;
}
