namespace PostHogFeatureManagement.Definitions.Compilation.Conditions;

/// <summary>Gathers which flags a flag or a cohort asks about while its filters are compiled.</summary>
internal sealed class DependencyCollector
{
    private readonly SortedSet<int> _targets = [];

    /// <summary>One of the flags asked about does not exist, or the server says it is part of a cycle.</summary>
    public bool AreBroken { get; private set; }

    public IReadOnlyCollection<int> Targets => _targets;

    public void Add(int target) => _targets.Add(target);

    public void Add(DependencyCollector other)
    {
        _targets.UnionWith(other._targets);
        AreBroken |= other.AreBroken;
    }

    public void Break() => AreBroken = true;
}
