using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>
/// The library with a PostHog that can fail, and a clock that moves only when everything waits for it. So a check waits exactly as long
/// as the clock had to move.
/// </summary>
internal sealed class Outage : IAsyncDisposable
{
    /// <summary>How long a visitor waits for PostHog.</summary>
    public static readonly TimeSpan WaitAtMost = new PostHogFeatureManagementOptions().Client.WaitAtMost;

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

    public BreakerStatus Circuit => Library.Get<IClientStatus>().Circuit;

    public PipelineStatus Evaluation => Library.Get<IClientStatus>().Evaluation;

    public PipelineStatus Definitions => Library.Get<IClientStatus>().Definitions;

    /// <summary>Checks the flag and moves the clock until there is an answer, at most as far as <paramref name="atMost"/>.</summary>
    public Task<Waited<FlagResult>> AskAsync(PostHogContext caller, TimeSpan? atMost = null) =>
        WaitAsync(Library.Flags.GetFlagAsync("headline", caller).AsTask(), atMost);

    /// <summary>The same in a web request of its own, which waits for <see cref="WaitAtMost"/> unless told otherwise.</summary>
    public Task<Waited<FlagResult>> VisitAsync(PostHogContext caller, TimeSpan? atMost = null) => WaitAsync(StartVisitAsync(caller), atMost ?? WaitAtMost);

    /// <param name="task">What to wait for.</param>
    /// <param name="atMost">
    /// How far the clock may move. The task then ends by itself. With zero, the clock stands still, so a call in the background cannot be
    /// mistaken for one that the task waits for.
    /// </param>
    public async Task<Waited<T>> WaitAsync<T>(Task<T> task, TimeSpan? atMost = null)
    {
        DateTimeOffset start = Clock.GetUtcNow();
        await RunAsync(() => task.IsCompleted || Clock.GetUtcNow() - start >= atMost);
        return new Waited<T>(await task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), Clock.GetUtcNow() - start);
    }

    /// <summary>Starts a check without moving the clock.</summary>
    public Task<FlagResult> StartAsync(PostHogContext caller, CancellationToken cancellationToken = default) =>
        Library.Flags.GetFlagAsync("headline", caller, default, cancellationToken).AsTask();

    /// <summary>The same in a web request of its own.</summary>
    public async Task<FlagResult> StartVisitAsync(PostHogContext caller, CancellationToken cancellationToken = default)
    {
        await using var request = new WebRequest(Library);
        return await StartAsync(caller, cancellationToken);
    }

    /// <summary>Moves the clock until this many calls for flags have ended, with their retries.</summary>
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
            await Eventually.SettledAsync(isDone);
            if (isDone())
            {
                return;
            }

            Clock.AdvanceToNextTimer();
        }
    }

    // Time-outs start before a request arrives, so a parked request waits only for the clock.
    private bool IsWaitingForTheClock => PostHog.IsParking || Clock.CountTimersDueIn(RetryDelay) > 0;
}
