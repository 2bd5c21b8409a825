namespace PostHogFeatureManagement.Flags;

/// <summary>What is known about one key that the definitions lack. Thread-safe.</summary>
internal sealed class MissingKey
{
    private TaskCompletionSource<FlagReason>? _first;

    /// <summary>Whether PostHog's servers lack the flag, too.</summary>
    public bool IsMissing { get => Volatile.Read(ref field); set => Volatile.Write(ref field, value); }

    /// <summary>Whether the caller is the first to ask. If so, it must call <see cref="End"/>.</summary>
    /// <param name="first">Ends with why the first caller got no value; <see cref="FlagReason.Unknown"/> when the servers have the flag.</param>
    public bool TryBegin(out Task<FlagReason> first)
    {
        var mine = new TaskCompletionSource<FlagReason>(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<FlagReason>? other = Interlocked.CompareExchange(ref _first, mine, null);
        first = (other ?? mine).Task;
        return other is null;
    }

    public void End(FlagReason reason) => Interlocked.Exchange(ref _first, null)?.TrySetResult(reason);
}
