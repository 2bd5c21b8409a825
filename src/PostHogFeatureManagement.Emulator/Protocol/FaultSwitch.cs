using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Applies the current faults. When they change, delayed requests continue under the new faults at once.</summary>
internal sealed class FaultSwitch(TimeProvider timeProvider)
{
    private volatile Setting _setting = new(PostHogEmulatorFaults.None);

    public PostHogEmulatorFaults Current => _setting.Faults;

    public void Set(PostHogEmulatorFaults faults) => Interlocked.Exchange(ref _setting, new Setting(faults)).Replaced.TrySetResult();

    public bool IsQuotaExceeded(string endpoint) => Current is { QuotaExceeded: true } faults && faults.Concerns(endpoint);

    /// <summary>True if a fault answered the request or the client left.</summary>
    public async Task<bool> ApplyAsync(HttpContext context, string endpoint)
    {
        while (_setting is { } setting && setting.Faults.Concerns(endpoint))
        {
            PostHogEmulatorFaults faults = setting.Faults;
            if (faults.Latency > TimeSpan.Zero || faults.Hang)
            {
                TimeSpan wait = faults.Hang ? Timeout.InfiniteTimeSpan : faults.Latency;
                bool isOver = await WaitAsync(setting.Replaced.Task, wait, context.RequestAborted).ConfigureAwait(false);
                if (context.RequestAborted.IsCancellationRequested)
                {
                    return true;
                }

                if (!isOver)
                {
                    continue;
                }
            }

            if (faults.Status is { } status)
            {
                await Answers.TextAsync(context, status, "The emulator answers with this status because a fault is set.").ConfigureAwait(false);
                return true;
            }

            break;
        }

        return false;
    }

    /// <summary>False if the faults were replaced before the time ran out.</summary>
    private async Task<bool> WaitAsync(Task replaced, TimeSpan time, CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Task delay = Task.Delay(time, timeProvider, ended.Token);
        Task first = await Task.WhenAny(delay, replaced).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        return first == delay;
    }

    private sealed class Setting(PostHogEmulatorFaults faults)
    {
        public PostHogEmulatorFaults Faults { get; } = faults;

        public TaskCompletionSource Replaced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
