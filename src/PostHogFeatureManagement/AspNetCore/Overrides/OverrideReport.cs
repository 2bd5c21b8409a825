using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>Tells operators what becomes of tokens. Thread-safe.</summary>
internal sealed class OverrideReport(PostHogMetrics metrics, LogThrottle throttle, ILogger<OverrideReport> logger)
{
    private const string Unnamed = "without an id";

    /// <summary>A request carried a token.</summary>
    public void OverridesRequested(AppliedOverrides applied)
    {
        metrics.OverridesSeen(OverrideHeaders.Name(applied.Outcome));
        if (applied is { Overrides: { } overrides, Claims: { } claims })
        {
            string tokenId = claims.TokenId ?? Unnamed;
            if (throttle.IsDue(LogEvents.OverridesApplied, tokenId, LogThrottle.Forever))
            {
                logger.OverridesApplied(tokenId, string.Join(", ", overrides.Flags.Select(static flag => $"{flag.Key}={OverrideValue.Describe(flag.Value)}")));
            }

            return;
        }

        string cause = OverrideHeaders.Name(applied.Outcome);
        if (throttle.IsDue(LogEvents.OverridesRejected, cause))
        {
            logger.OverridesRejected(cause);
        }
    }
}
