using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;

namespace PostHogFeatureManagement.Caching;

/// <summary>
/// The board in the application's distributed cache: one small entry that instances read, change and write back. Two that write at once may lose one
/// marker; its owner sees that at its next look and puts it up again.
/// </summary>
internal sealed class SharedBreakerBoard(IOptions<PostHogFeatureManagementOptions> options, TimeProvider timeProvider, IDistributedCache? cache = null)
    : ISharedBreakerBoard
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    // A cache within this process has nothing to tell.
    private readonly IDistributedCache? _cache = cache is MemoryDistributedCache ? null : cache;
    private readonly TimeSpan _timeout = options.Value.Cache.DistributedTimeout;
    private readonly string _key = SharedBreakerKey.For(options.Value);
    private Task _last = Task.CompletedTask;

    public bool IsShared => _cache is not null;

    public async Task<IReadOnlyList<SharedBreakerMarker>?> ReadAsync(CancellationToken cancellationToken)
    {
        List<SharedBreakerMarker>? markers = null;
        await TryAsync(
            async (target, token) => markers = SharedBreakerFormat.Read(await target.GetAsync(_key, token).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
        return markers;
    }

    public async Task PutAsync(SharedBreakerMarker marker, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        IReadOnlyList<SharedBreakerMarker>? present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (present is null)
        {
            return;
        }

        List<SharedBreakerMarker> markers = [marker];
        markers.AddRange(present.Where(other => other.Instance != marker.Instance && other.OpenUntil > now && other.OpenUntil <= now + LongestLife));
        TimeSpan life = markers.Max(static item => item.OpenUntil) - now;
        var entry = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = life > TimeSpan.FromSeconds(1) ? life : TimeSpan.FromSeconds(1) };
        byte[] bytes = SharedBreakerFormat.Write(markers);
        await TryAsync((target, token) => target.SetAsync(_key, bytes, entry, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs one operation under its own time-out. Some caches never end an operation and ignore its token: while one hangs, no other is started.
    /// </summary>
    private async Task TryAsync(Func<IDistributedCache, CancellationToken, Task> operation, CancellationToken cancellationToken)
    {
        if (_cache is null || !_last.IsCompleted)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(_timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            _last = operation(_cache, linked.Token);
            ObserveFault(_last);
            await _last.WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The cache is down or slow, which its own part of the library reports; without it every instance decides alone.
        }
    }

    /// <summary>An operation given up on may fail when nobody looks any more.</summary>
    private static void ObserveFault(Task task) => task.ContinueWith(
        static failed => _ = failed.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
