using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Checks;

/// <summary>Takes the events from the emulator, which keeps only the latest.</summary>
internal sealed class ReceivedEvents(PostHogEmulator posthog, ExposureLedger ledger)
{
    private const string Exposure = "$feature_flag_called";

    /// <summary>What the emulator keeps.</summary>
    private const int Kept = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private HashSet<Guid> _known = [];

    /// <summary>How often events may have been missed, because the emulator received more than it keeps between two looks.</summary>
    public int Missed { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Take();
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Take();
    }

    private void Take()
    {
        IReadOnlyList<PostHogEmulatorEvent> events = posthog.Events;
        if (events.Count == Kept && !_known.Contains(events[0].Uuid))
        {
            Missed++;
        }

        foreach (PostHogEmulatorEvent received in events)
        {
            if (!_known.Contains(received.Uuid) && received.Name == Exposure)
            {
                ledger.Receive(received);
            }
        }

        _known = [.. events.Select(static received => received.Uuid)];
    }
}
