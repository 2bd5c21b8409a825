using System.Collections.Frozen;
using PostHogFeatureManagement.Client;

namespace PostHogFeatureManagement.Flags;

/// <summary>Makes a caller's set from an answer: a flag PostHog failed to compute keeps its last good value (protocol §2.7).</summary>
internal static class RemoteMerge
{
    public static RemoteFlagSet Merge(FlagsResponse response, RemoteFlagSet? previous, DateTimeOffset now, TimeSpan keepFor)
    {
        bool hasErrors = response.HasErrors || response.FailedFlags.Count > 0;
        bool keepsPrevious = hasErrors && previous is not null && now - previous.CompleteAt < keepFor;
        return new RemoteFlagSet(keepsPrevious ? Fill(response, previous!) : response.Flags)
        {
            RequestId = response.RequestId,
            EvaluatedAt = response.EvaluatedAt,
            MinimalFlagCalledEvents = response.MinimalFlagCalledEvents,
            HasErrors = hasErrors,
            CompleteAt = hasErrors && previous is not null ? previous.CompleteAt : now,
        };
    }

    private static FrozenDictionary<string, RemoteFlag> Fill(FlagsResponse response, RemoteFlagSet previous)
    {
        var flags = new Dictionary<string, RemoteFlag>(response.Flags, StringComparer.Ordinal);
        foreach (RemoteFlag known in previous.Flags)
        {
            flags.TryAdd(known.Key, known);
        }

        return flags.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
