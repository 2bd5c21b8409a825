using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// Brings outcomes into the ordinal order of their keys. A table knows the order of its own keys, which saves comparing the many that it usually has.
/// </summary>
/// <param name="count">How many keys the table has.</param>
internal struct SortedOutcomes(int count)
{
    private RemoteFlag?[]? _listed;
    private List<RemoteFlag>? _others;
    private int _count;

    /// <param name="ordinal">The place of its key in the table; negative when the table does not have it.</param>
    /// <param name="flag">The outcome. Its key is new.</param>
    public void Add(int ordinal, RemoteFlag flag)
    {
        _count++;
        if (ordinal < 0)
        {
            (_others ??= []).Add(flag);
        }
        else
        {
            (_listed ??= new RemoteFlag?[count])[ordinal] = flag;
        }
    }

    public readonly RemoteFlag[] ToArray()
    {
        if (_count == 0)
        {
            return [];
        }

        var all = new List<RemoteFlag>(_count);
        foreach (RemoteFlag? flag in _listed ?? [])
        {
            if (flag is not null)
            {
                all.Add(flag);
            }
        }

        if (_others is not null)
        {
            all.AddRange(_others);
            all.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        }

        return [.. all];
    }
}
