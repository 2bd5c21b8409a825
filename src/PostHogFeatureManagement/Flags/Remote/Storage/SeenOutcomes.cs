using System.Runtime.InteropServices;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>
/// Remembers which outcomes recent answers had, to tell those that repeat from those that only one caller gets. It keeps hashes, in a fixed number of places,
/// and a later outcome takes the place of an earlier one. So it can forget, and once in a while it takes a new outcome for a known one. Thread-safe.
/// </summary>
internal sealed class SeenOutcomes
{
    /// <summary>A power of two. The places take 64 kB.</summary>
    private const int Size = 16_384;

    private readonly int[] _hashes = new int[Size];

    /// <summary>Whether an earlier answer had this outcome. From now on, one had.</summary>
    public bool WasSeen(RemoteFlag flag)
    {
        int hash = HashOf(flag);
        ref int place = ref _hashes[hash & (Size - 1)];
        bool wasSeen = Volatile.Read(ref place) == hash;
        Volatile.Write(ref place, hash);
        return wasSeen;
    }

    private static int HashOf(RemoteFlag flag)
    {
        var hash = new HashCode();
        hash.Add(flag.Key);
        hash.Add(flag.IsEnabled);
        hash.Add(flag.Variant);
        hash.Add(flag.ConditionIndex);
        hash.Add(flag.Version);
        hash.Add(flag.ReasonDescription);
        if (flag.Payload is not null)
        {
            hash.AddBytes(JsonMarshal.GetRawUtf8Value(flag.Payload.Json));
        }

        return hash.ToHashCode();
    }
}
