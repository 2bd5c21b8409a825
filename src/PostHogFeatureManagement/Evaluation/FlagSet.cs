using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace PostHogFeatureManagement.Evaluation;

/// <summary>All flags of one definitions version, compiled. Immutable: a request reads it once and keeps it.</summary>
internal sealed class FlagSet
{
    private readonly FlagDefinition[] _flags;
    private readonly FrozenDictionary<string, FlagDefinition> _byKey;
    private readonly FrozenDictionary<string, FlagDefinition> _byKeyIgnoringCase;

    public FlagSet(FlagDefinition[] flags, int[] evaluationOrder, bool minimalFlagCalledEvents, IReadOnlyList<LoadReport> reports)
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
        MinimalFlagCalledEvents = minimalFlagCalledEvents;
        Reports = reports;
        ServerDependent = serverDependent;
    }

    public static FlagSet Empty { get; } = new([], [], minimalFlagCalledEvents: false, []);

    public int Count => _flags.Length;

    /// <summary>Whether <c>$feature_flag_called</c> events may be reduced (protocol §10.6).</summary>
    public bool MinimalFlagCalledEvents { get; }

    /// <summary>What was broken or needs the server, once each.</summary>
    public IReadOnlyList<LoadReport> Reports { get; }

    /// <summary>Flags that can never be decided here; <see cref="FlagDefinition.ServerCause"/> says why.</summary>
    public IReadOnlyList<FlagDefinition> ServerDependent { get; }

    /// <summary>All ordinals, every flag after the flags it depends on.</summary>
    internal int[] EvaluationOrder { get; }

    /// <summary>The flag at a position of the definitions document.</summary>
    public FlagDefinition this[int ordinal] => _flags[ordinal];

    public bool TryGetFlag(string key, [NotNullWhen(true)] out FlagDefinition? flag) => _byKey.TryGetValue(key, out flag);

    /// <summary>As <see cref="TryGetFlag"/>, ignoring case; of keys that differ in case only, the first in document order.</summary>
    public bool TryGetFlagIgnoringCase(string key, [NotNullWhen(true)] out FlagDefinition? flag) =>
        _byKeyIgnoringCase.TryGetValue(key, out flag);
}
