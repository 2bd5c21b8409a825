using System.Collections.Concurrent;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator;

/// <summary>
/// The ids that people had before they signed in, for flags that keep their value then: such a flag hashes the first id that a request gave as
/// <c>$anon_distinct_id</c>, in later requests without it, too. Unlike the server, a holdout of such a flag hashes that id as well. Thread-safe.
/// </summary>
internal sealed class KeptIds
{
    private const int Limit = 10_000;

    private readonly ConcurrentDictionary<(string DistinctId, string FlagKey), string> _ids = new();

    /// <summary>The caller as the flag hashes them.</summary>
    public PostHogContext Apply(EmulatedFlag flag, PostHogContext caller)
    {
        if (!flag.KeepsValue || caller.DistinctId is not { } distinctId)
        {
            return caller;
        }

        (string, string) key = (distinctId, flag.Key);
        if (!_ids.TryGetValue(key, out string? kept))
        {
            kept = caller.AnonymousDistinctId;
            if (kept is not null && _ids.Count < Limit)
            {
                kept = _ids.GetOrAdd(key, kept);
            }
        }

        return kept is null ? caller : With(kept, caller);
    }

    private static PostHogContext With(string hashedId, PostHogContext caller)
    {
        var properties = new Dictionary<string, object?>(caller.PersonProperties, StringComparer.Ordinal);
        properties.TryAdd("distinct_id", caller.DistinctId);
        return new PostHogContext(hashedId) { DeviceId = caller.DeviceId, PersonProperties = properties, Groups = caller.Groups };
    }
}
