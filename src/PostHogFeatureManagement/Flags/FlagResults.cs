using System.Collections;
using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// All flags of a caller that have a value. It is a view over the evaluations of one <see cref="FlagSet"/> and the servers' answers for undecided flags.
/// </summary>
internal sealed class FlagResults : IReadOnlyDictionary<string, FlagResult>
{
    private readonly FlagSet _flagSet;
    private readonly FlagEvaluation[] _evaluations;
    private readonly FlagSource _source;
    private readonly RemoteAnswer? _remote;

    private FlagResults(FlagSet flagSet, FlagEvaluation[] evaluations, FlagSource source, RemoteAnswer? remote)
    {
        _flagSet = flagSet;
        _evaluations = evaluations;
        _source = source;
        _remote = remote;
    }

    public static FlagResults Empty { get; } = new(FlagSet.Empty, [], FlagSource.Default, null);

    public bool IsConclusive
    {
        get
        {
            foreach (ref readonly FlagEvaluation evaluation in _evaluations.AsSpan())
            {
                if (!evaluation.IsConclusive && evaluation.Reason != FlagReason.FlagNotFound)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public int Count
    {
        get
        {
            int count = 0;
            foreach (string _ in Keys)
            {
                count++;
            }

            return count;
        }
    }

    public IEnumerable<string> Keys
    {
        get
        {
            foreach (KeyValuePair<string, FlagResult> pair in this)
            {
                yield return pair.Key;
            }
        }
    }

    public IEnumerable<FlagResult> Values
    {
        get
        {
            foreach (KeyValuePair<string, FlagResult> pair in this)
            {
                yield return pair.Value;
            }
        }
    }

    public FlagResult this[string key] =>
        TryGetValue(key, out FlagResult result) ? result : throw new KeyNotFoundException($"There is no flag '{key}' among the answers.");

    public static FlagResults Evaluate(DefinitionsSnapshot definitions, FlagEvaluator evaluator, PostHogContext context, bool propertiesAreComplete)
    {
        var evaluations = new FlagEvaluation[definitions.FlagSet.Count];
        evaluator.EvaluateAll(definitions.FlagSet, context, propertiesAreComplete, evaluations);
        return new FlagResults(definitions.FlagSet, evaluations, definitions.Source, null);
    }

    public static FlagResults Create(DefinitionsSnapshot definitions, Func<FlagDefinition, FlagEvaluation> evaluate)
    {
        FlagSet flags = definitions.FlagSet;
        var evaluations = new FlagEvaluation[flags.Count];
        for (int ordinal = 0; ordinal < evaluations.Length; ordinal++)
        {
            evaluations[ordinal] = evaluate(flags[ordinal]);
        }

        return new FlagResults(flags, evaluations, definitions.Source, null);
    }

    public FlagResults With(RemoteAnswer remote) => new(_flagSet, _evaluations, _source, remote);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out FlagResult value)
    {
        if (_flagSet.TryGetFlag(key, out FlagDefinition? flag) && _evaluations[flag.Ordinal].IsConclusive)
        {
            value = _evaluations[flag.Ordinal].ToResult(_source);
            return true;
        }

        if (_remote is not null && _remote.TryGet(key, out RemoteFlag? remoteFlag))
        {
            value = remoteFlag.ToResult(_remote.Source);
            return true;
        }

        value = default;
        return false;
    }

    public IEnumerator<KeyValuePair<string, FlagResult>> GetEnumerator()
    {
        for (int ordinal = 0; ordinal < _evaluations.Length; ordinal++)
        {
            if (_evaluations[ordinal].IsConclusive)
            {
                yield return new(_flagSet[ordinal].Key, _evaluations[ordinal].ToResult(_source));
            }
        }

        if (_remote is null)
        {
            yield break;
        }

        foreach (RemoteFlag flag in _remote.Flags)
        {
            bool isLocal = _flagSet.TryGetFlag(flag.Key, out FlagDefinition? local) && _evaluations[local.Ordinal].IsConclusive;
            if (!isLocal)
            {
                yield return new(flag.Key, flag.ToResult(_remote.Source));
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
