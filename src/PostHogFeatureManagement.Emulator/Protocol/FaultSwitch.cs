using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>Applies the current faults. When they change, delayed requests continue under the new faults at once.</summary>
internal sealed class FaultSwitch(TimeProvider timeProvider)
{
    private volatile Setting _setting = new(PostHogEmulatorFaults.None);

    public PostHogEmulatorFaults Current => _setting is { IsUsedUp: false } setting ? setting.Faults : PostHogEmulatorFaults.None;

    /// <summary>The faults under which this request is answered.</summary>
    public static PostHogEmulatorFaults Of(HttpContext context) => context.Features.Get<PostHogEmulatorFaults>() ?? PostHogEmulatorFaults.None;

    public void Set(PostHogEmulatorFaults faults)
    {
        var setting = new Setting(faults);
        Interlocked.Exchange(ref _setting, setting).Replace();
        if (faults.Duration is { } duration)
        {
            setting.EndWith(timeProvider.CreateTimer(_ => End(setting), null, duration, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>True if a fault answered the request or the client left.</summary>
    public async Task<bool> ApplyAsync(HttpContext context, string endpoint)
    {
        while (_setting is { } setting && setting.Faults.Concerns(endpoint) && setting.TryUse())
        {
            PostHogEmulatorFaults faults = setting.Faults;
            if (faults.Latency > TimeSpan.Zero || faults.Hang)
            {
                TimeSpan wait = faults.Hang ? Timeout.InfiniteTimeSpan : faults.Latency;
                bool isOver = await WaitAsync(setting.Replaced, wait, context.RequestAborted).ConfigureAwait(false);
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
                if (faults.RetryAfter is { } pause)
                {
                    context.Response.Headers.RetryAfter = ((long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                }

                await Answers.TextAsync(context, status, "The emulator answers with this status because a fault is set.").ConfigureAwait(false);
                return true;
            }

            context.Features.Set(faults);
            break;
        }

        return false;
    }

    private void End(Setting setting)
    {
        if (Interlocked.CompareExchange(ref _setting, new Setting(PostHogEmulatorFaults.None), setting) == setting)
        {
            setting.Replace();
        }
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
        private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile ITimer? _end;
        private int _left = faults.Times ?? 1;

        public PostHogEmulatorFaults Faults { get; } = faults;

        public Task Replaced => _replaced.Task;

        public bool IsUsedUp => Volatile.Read(ref _left) <= 0;

        public void EndWith(ITimer end)
        {
            _end = end;
            if (Replaced.IsCompleted)
            {
                end.Dispose();
            }
        }

        public void Replace()
        {
            _replaced.TrySetResult();
            _end?.Dispose();
        }

        /// <summary>False if the faults have affected as many requests as they may.</summary>
        public bool TryUse() => Faults.Times is null || Interlocked.Decrement(ref _left) >= 0;
    }
}
