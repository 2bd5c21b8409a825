using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>All compiled flags of one version of the definitions. Immutable. A request reads it once and keeps it.</summary>
internal sealed class FlagSet
{
    private readonly FlagDefinition[] _flags;
    private readonly FrozenDictionary<string, FlagDefinition> _byKey;
    private readonly FrozenDictionary<string, FlagDefinition> _byKeyIgnoringCase;

    public FlagSet(FlagDefinition[] flags, int[] evaluationOrder, int cohorts, bool minimalFlagCalledEvents, IReadOnlyList<LoadReport> reports)
    {
        var byKey = new Dictionary<string, FlagDefinition>(flags.Length, StringComparer.Ordinal);
        var byKeyIgnoringCase = new Dictionary<string, FlagDefinition>(flags.Length, StringComparer.OrdinalIgnoreCase);
        var serverDependent = new List<FlagDefinition>();
        foreach (FlagDefinition flag in flags)
        {
            byKey.Add(flag.Key, flag);
            byKeyIgnoringCase.TryAdd(flag.Key, flag);
            if (flag.ServerCause is not null)
            {
                serverDependent.Add(flag);
            }
        }

        _flags = flags;
        _byKey = byKey.ToFrozenDictionary(StringComparer.Ordinal);
        _byKeyIgnoringCase = byKeyIgnoringCase.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        EvaluationOrder = evaluationOrder;
        Cohorts = cohorts;
        PersonHashes = Evaluation.PersonHashes.Find(flags);
        MinimalFlagCalledEvents = minimalFlagCalledEvents;
        Reports = reports;
        ServerDependent = serverDependent;
    }

    public static FlagSet Empty { get; } = new([], [], cohorts: 0, minimalFlagCalledEvents: false, []);

    public int Count => _flags.Length;

    /// <summary>Whether <c>$feature_flag_called</c> events may be reduced (protocol §10.6).</summary>
    public bool MinimalFlagCalledEvents { get; }

    /// <summary>The parts that are broken or need the server, each listed once; the first 1 000 of them.</summary>
    public IReadOnlyList<LoadReport> Reports { get; }

    /// <summary>Flags that this process can never decide; <see cref="FlagDefinition.ServerCause"/> explains why.</summary>
    public IReadOnlyList<FlagDefinition> ServerDependent { get; }

    /// <summary>Whether the flags are evaluated in PostHog's place, so that no caller stays undecided.</summary>
    internal bool ActsAsServer { get; init; }

    /// <summary>The ordinals of all flags, each after the flags it depends on.</summary>
    internal int[] EvaluationOrder { get; }

    /// <summary>The hashes that deciding all flags for a person is sure to need (<see cref="Evaluation.PersonHashes"/>).</summary>
    internal int[] PersonHashes { get; }

    /// <summary>The number of cohorts in the document.</summary>
    internal int Cohorts { get; }

    /// <summary>Gets a flag by its ordinal, its position among the flags of the document.</summary>
    public FlagDefinition this[int ordinal] => _flags[ordinal];

    public bool TryGetFlag(string key, [NotNullWhen(true)] out FlagDefinition? flag) => _byKey.TryGetValue(key, out flag);

    /// <summary>Like <see cref="TryGetFlag"/>, but ignores case. If keys differ only in case, the first in document order wins.</summary>
    public bool TryGetFlagIgnoringCase(string key, [NotNullWhen(true)] out FlagDefinition? flag) =>
        _byKeyIgnoringCase.TryGetValue(key, out flag);
}
