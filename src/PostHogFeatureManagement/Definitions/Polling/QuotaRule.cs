using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Definitions.Polling;

/// <summary>
/// Decides what happens to loaded definitions when the quota is used up. They stay for <see cref="PostHogCacheOptions.FailSafeFor"/>,
/// or are dropped at once if the application wants that (protocol §3.3). Thread-safe.
/// </summary>
internal sealed class QuotaRule(IOptions<PostHogFeatureManagementOptions> options, DefinitionsStore store, [LibraryClock] TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _limitedSince;

    /// <summary>Whether the definitions must not be in use.</summary>
    public bool HasDropped { get; private set; }

    public void Apply(WireFailure failure)
    {
        lock (_lock)
        {
            switch (failure)
            {
                case WireFailure.QuotaLimited:
                    Limit_NeedsLock(timeProvider.GetUtcNow());
                    break;
                case WireFailure.None:
                    _limitedSince = null;
                    HasDropped = false;
                    store.IsQuotaLimited = false;
                    break;
                default:
                    break;
            }
        }
    }

    private void Limit_NeedsLock(DateTimeOffset now)
    {
        _limitedSince ??= now;
        store.IsQuotaLimited = true;
        bool expired = now - _limitedSince >= options.Value.Cache.FailSafeFor;
        if (expired || options.Value.Definitions.OnQuotaExceeded == QuotaExceededBehavior.Drop)
        {
            HasDropped = true;
            store.Clear();
        }
    }
}
