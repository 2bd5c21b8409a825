using PostHogFeatureManagement.Client;

namespace PostHogFeatureManagement.Definitions.Polling;

/// <summary>
/// Decides what happens to loaded definitions when the quota is used up. They stay for <see cref="PostHogCacheOptions.FailSafeFor"/>,
/// or are dropped at once if the application wants that (protocol §3.3).
/// </summary>
internal sealed class QuotaRule(PostHogFeatureManagementOptions options, DefinitionsStore store, TimeProvider timeProvider)
{
    private DateTimeOffset? _limitedSince;

    public void Apply(WireFailure failure)
    {
        switch (failure)
        {
            case WireFailure.QuotaLimited:
                Limit(timeProvider.GetUtcNow());
                break;
            case WireFailure.None:
                _limitedSince = null;
                store.IsQuotaLimited = false;
                break;
            default:
                break;
        }
    }

    private void Limit(DateTimeOffset now)
    {
        _limitedSince ??= now;
        store.IsQuotaLimited = true;
        bool expired = now - _limitedSince >= options.Cache.FailSafeFor;
        if (expired || options.Definitions.OnQuotaExceeded == QuotaExceededBehavior.Drop)
        {
            store.Clear();
        }
    }
}
