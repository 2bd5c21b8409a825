using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Fleet.Copy;

namespace PostHogFeatureManagement.Definitions.Sharing;

/// <summary>
/// What the shared head says about the quota. The limit does not end with the wait, because the next poll may be refused as well. It ends with a head without it
/// that is another than the one that the refusal came after. Thread-safe.
/// </summary>
internal sealed class SharedQuota(QuotaRule rule)
{
    private volatile SharedHead? _limitedAfter;

    /// <summary>PostHog has refused a poll that began with this look.</summary>
    public void Refused(HeadLook look) => _limitedAfter = look.Head ?? SharedHead.Empty;

    public void Look(HeadLook look)
    {
        if (look.Head is not { } head)
        {
            return;
        }

        if (!head.IsQuotaUsedUp && _limitedAfter is { } before && head != before)
        {
            _limitedAfter = null;
            rule.Apply(WireFailure.None);
        }
        else if (head.IsQuotaUsedUp && look.Wait > TimeSpan.Zero)
        {
            _limitedAfter = head;
            rule.Apply(WireFailure.QuotaLimited);
        }
    }
}
