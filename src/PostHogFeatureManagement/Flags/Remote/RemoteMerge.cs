using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>Makes a caller's set from a response. A flag that PostHog failed to compute keeps its last good value (protocol §2.7).</summary>
internal sealed class RemoteMerge(OutcomeInterner interner, TimeSpan keepFor)
{
    public RemoteFlagSet Merge(FlagsResponse response, RemoteFlagSet? previous, DateTimeOffset now)
    {
        bool hasErrors = response.HasErrors || response.FailedFlags.Count > 0;
        bool keepsPrevious = hasErrors && previous is not null && now - previous.CompleteAt < keepFor;
        IReadOnlyCollection<RemoteFlag> flags = keepsPrevious ? Fill(response, previous!) : [.. response.Flags.Values];
        return new RemoteFlagSet(interner.Intern(flags, previous?.Outcomes ?? CallerOutcomes.None))
        {
            RequestId = response.RequestId,
            EvaluatedAt = response.EvaluatedAt,
            MinimalFlagCalledEvents = response.MinimalFlagCalledEvents,
            HasErrors = hasErrors,
            CompleteAt = hasErrors && previous is not null ? previous.CompleteAt : now,
        };
    }

    private static Dictionary<string, RemoteFlag>.ValueCollection Fill(FlagsResponse response, RemoteFlagSet previous)
    {
        var flags = new Dictionary<string, RemoteFlag>(response.Flags, StringComparer.Ordinal);
        foreach (RemoteFlag known in previous.Outcomes.All)
        {
            flags.TryAdd(known.Key, known);
        }

        return flags.Values;
    }
}
