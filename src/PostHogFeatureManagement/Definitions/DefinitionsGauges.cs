using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Definitions;

/// <summary>Lets the metrics read the state of the definitions.</summary>
internal sealed class DefinitionsGauges(
    DefinitionsStore store,
    RefreshHistory history,
    DefinitionsSharing sharing,
    PostHogMetrics metrics,
    [LibraryClock] TimeProvider time) : StartedService
{
    protected override Task ActAsync(CancellationToken cancellationToken)
    {
        metrics.ObserveDefinitions(Read);
        return Task.CompletedTask;
    }

    private DefinitionsReading Read()
    {
        bool? isLeader = sharing.IsOn ? sharing.IsLeader : null;
        if (store.Latest is not { } latest)
        {
            return new DefinitionsReading(null, null, 0, 0, isLeader);
        }

        int serverFlags = latest.FlagSet.ServerDependent.Count;
        TimeSpan? age = DefinitionsAge.Of(latest, history.Latest.ConfirmedAt, time.GetUtcNow());
        return new DefinitionsReading(latest.Source.ToTag(), age?.TotalSeconds, latest.FlagSet.Count - serverFlags, serverFlags, isLeader);
    }
}
