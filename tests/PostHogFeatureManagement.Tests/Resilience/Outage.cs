using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>
/// The library beside a PostHog that can be made to fail, on a clock that is moved only when everything waits for it: what a check waits for is exactly
/// what the clock had to move.
/// </summary>
internal sealed class Outage : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = new PostHogFeatureManagementOptions().Client.RetryDelay;

    public Outage(params (string Key, string Value)[] settings)
        : this(new LibraryParts(), settings)
    {
    }

    public Outage(LibraryParts parts, params (string Key, string Value)[] settings)
    {
        PostHog = new FaultyPostHog(parts.Clock);
        Library = new Library(PostHog, parts, settings);
    }

    public static PostHogContext Ada { get; } = new("ada");

    public Library Library { get; }

    public FaultyPostHog PostHog { get; }

    public ManualTimeProvider Clock => Library.Clock;

    public PipelineStatus Evaluation => Library.Get<IClientStatus>().Evaluation;

    public PipelineStatus Definitions => Library.Get<IClientStatus>().Definitions;

    /// <summary>Asks for the flag and moves the clock as far as the answer needs it.</summary>
    public Task<Waited<FlagResult>> AskAsync(PostHogContext caller) => WaitAsync(Library.Flags.GetFlagAsync("headline", caller).AsTask());

    public async Task<Waited<T>> WaitAsync<T>(Task<T> task)
    {
        DateTimeOffset start = Clock.GetUtcNow();
        await RunAsync(() => task.IsCompleted);
        return new Waited<T>(await task, Clock.GetUtcNow() - start);
    }

    /// <summary>Asks without moving the clock.</summary>
    public Task<FlagResult> StartAsync(PostHogContext caller, CancellationToken cancellationToken = default) =>
        Library.Flags.GetFlagAsync("headline", caller, default, cancellationToken).AsTask();

    /// <summary>Moves the clock until this many calls for flags, their retries included, have come to an end.</summary>
    public Task CallsEndedAsync(int count) => RunAsync(() => Ended(Evaluation) >= count);

    public async ValueTask DisposeAsync()
    {
        await Library.DisposeAsync();
        await PostHog.DisposeAsync();
    }

    private static long Ended(PipelineStatus status) => status.Succeeded + status.Failed + status.Refused + status.Overloaded;

    private async Task RunAsync(Func<bool> isDone)
    {
        while (true)
        {
            await Eventually.TrueAsync(() => isDone() || IsWaitingForTheClock);
            if (isDone())
            {
                return;
            }

            Clock.AdvanceToNextTimer();
        }
    }

    // Time-outs are armed before a request arrives, so a request that is parked has nothing before it but the clock.
    private bool IsWaitingForTheClock => PostHog.IsParking || Clock.CountTimersDueIn(RetryDelay) > 0;
}
