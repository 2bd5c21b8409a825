using System.Collections;
using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// All flags of a caller that have a value. It is a view over the verdicts about one <see cref="FlagSet"/> and the servers' answers for undecided flags.
/// </summary>
internal sealed class FlagResults : IReadOnlyDictionary<string, FlagResult>
{
    private readonly FlagSet _flagSet;
    private readonly Verdict[] _verdicts;
    private readonly FlagSource _source;
    private readonly RemoteAnswer? _remote;

    private FlagResults(FlagSet flagSet, Verdict[] verdicts, FlagSource source, RemoteAnswer? remote)
    {
        _flagSet = flagSet;
        _verdicts = verdicts;
        _source = source;
        _remote = remote;
    }

    public static FlagResults Empty { get; } = new(FlagSet.Empty, [], FlagSource.Default, null);

    public bool IsConclusive
    {
        get
        {
            foreach (Verdict verdict in _verdicts)
            {
                if (!verdict.IsConclusive && verdict.Reason != FlagReason.FlagNotFound)
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
        var verdicts = new Verdict[definitions.FlagSet.Count];
        evaluator.DecideAll(definitions.FlagSet, context, propertiesAreComplete, verdicts);
        return new FlagResults(definitions.FlagSet, verdicts, definitions.AnswerSource, null);
    }

    public static FlagResults Create(DefinitionsSnapshot definitions, Func<FlagDefinition, Verdict> decide)
    {
        FlagSet flags = definitions.FlagSet;
        var verdicts = new Verdict[flags.Count];
        for (int ordinal = 0; ordinal < verdicts.Length; ordinal++)
        {
            verdicts[ordinal] = decide(flags[ordinal]);
        }

        return new FlagResults(flags, verdicts, definitions.AnswerSource, null);
    }

    public FlagResults With(RemoteAnswer remote) => new(_flagSet, _verdicts, _source, remote);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out FlagResult value)
    {
        if (_flagSet.TryGetFlag(key, out FlagDefinition? flag) && _verdicts[flag.Ordinal].IsConclusive)
        {
            value = flag.ToEvaluation(_verdicts[flag.Ordinal]).ToResult(_source);
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
        for (int ordinal = 0; ordinal < _verdicts.Length; ordinal++)
        {
            if (_verdicts[ordinal].IsConclusive)
            {
                FlagDefinition flag = _flagSet[ordinal];
                yield return new(flag.Key, flag.ToEvaluation(_verdicts[ordinal]).ToResult(_source));
            }
        }

        if (_remote is null)
        {
            yield break;
        }

        foreach (RemoteFlag flag in _remote.Flags)
        {
            bool isLocal = _flagSet.TryGetFlag(flag.Key, out FlagDefinition? local) && _verdicts[local.Ordinal].IsConclusive;
            if (!isLocal)
            {
                yield return new(flag.Key, flag.ToResult(_remote.Source));
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
