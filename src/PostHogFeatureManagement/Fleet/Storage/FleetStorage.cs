using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Fleet.Storage;

/// <summary>What instances share, if there is a place for it. Every operation ends within its time-out, and nothing throws. Thread-safe.</summary>
internal sealed class FleetStorage(IFleetBackend? backend, TimeProvider time)
{
    /// <summary>Longer than for checks: these operations run in the background, and definitions can be large.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestLife = TimeSpan.FromMilliseconds(100);

    // The instance notices itself that it cannot share, and says so once.
    private readonly CallGuard _guard = new(time, static _ => { }, static () => { });

    /// <summary>The kind of storage, for messages; null when there is none.</summary>
    public string? Name => backend?.Name;

    public bool Exists => backend is not null;

    /// <summary>Whether the storage has failed and is not asked for a while.</summary>
    public bool IsPaused => _guard.IsPaused;

    public bool IsStrict => backend is { IsStrict: true };

    /// <summary>Whether names can be claimed.</summary>
    public bool CanClaim => backend is IFleetClaims;

    public int MaxValueSize => backend?.MaxValueSize ?? 0;

    /// <summary>Reads a value; null when the storage does not answer.</summary>
    public Task<StoredValue?> ReadAsync(string name, CancellationToken cancellationToken) => CallAsync(
        name,
        static async (backend, name, token) => (StoredValue?)await backend.ReadAsync(name, token).ConfigureAwait(false),
        otherwise: null,
        cancellationToken);

    /// <summary>Replaces a value if it is still what it was, where null stands for no value.</summary>
    public Task<ReplaceOutcome> ReplaceAsync(string name, byte[]? expected, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken) => CallAsync(
        (name, expected, value, Life: lifetime > ShortestLife ? lifetime : ShortestLife),
        static async (backend, change, token) =>
            await backend.ReplaceAsync(change.name, change.expected, change.value, change.Life, token).ConfigureAwait(false)
                ? ReplaceOutcome.Replaced
                : ReplaceOutcome.Lost,
        otherwise: ReplaceOutcome.Unknown,
        cancellationToken);

    /// <summary>Whether announcements on the channel reach this instance at the moment. If not, this has them delivered as soon as that is possible.</summary>
    public async Task<bool> ListenAsync(string channel, Action<byte[]> heard, CancellationToken cancellationToken) =>
        backend is not null && (backend.IsListening(channel) || await CallAsync(
            (channel, heard),
            static async (backend, listener, _) =>
            {
                await backend.ListenAsync(listener.channel, listener.heard).ConfigureAwait(false);
                return backend.IsListening(listener.channel);
            },
            otherwise: false,
            cancellationToken).ConfigureAwait(false));

    /// <summary>Sends a short message to all instances that listen. It may be lost.</summary>
    public Task AnnounceAsync(string channel, byte[] message, CancellationToken cancellationToken) => CallAsync(
        (channel, message),
        static async (backend, announcement, _) =>
        {
            await backend.AnnounceAsync(announcement.channel, announcement.message).ConfigureAwait(false);
            return true;
        },
        otherwise: false,
        cancellationToken);

    /// <summary>Claims names, each for the first that asks; null when the storage does not answer.</summary>
    public Task<Guid[]?> ClaimAsync(IReadOnlyList<string> names, IReadOnlyList<Guid> owners, TimeSpan lifetime, CancellationToken cancellationToken) => CallAsync(
        (names, owners, lifetime),
        static async (backend, claim, _) => await ((IFleetClaims)backend).ClaimAsync(claim.names, claim.owners, claim.lifetime).ConfigureAwait(false),
        otherwise: (Guid[]?)null,
        cancellationToken);

    /// <summary>Gives claimed names back, if the storage answers. Otherwise, they last as long as they were claimed for.</summary>
    public Task ReleaseAsync(IReadOnlyList<string> names) => CallAsync(
        names,
        static async (backend, released, _) =>
        {
            await ((IFleetClaims)backend).ReleaseAsync(released).ConfigureAwait(false);
            return true;
        },
        otherwise: false,
        CancellationToken.None);

    private async Task<TResult> CallAsync<TState, TResult>(
        TState state,
        Func<IFleetBackend, TState, CancellationToken, Task<TResult>> call,
        TResult otherwise,
        CancellationToken cancellationToken)
    {
        if (backend is null)
        {
            return otherwise;
        }

        ProbeAdmission admission = _guard.Enter();
        return admission == ProbeAdmission.Skip
            ? otherwise
            : await _guard.CallAsync(
                (backend, state, call),
                static (work, token) => work.call(work.backend, work.state, token),
                otherwise,
                admission,
                Timeout,
                cancellationToken).ConfigureAwait(false);
    }
}
