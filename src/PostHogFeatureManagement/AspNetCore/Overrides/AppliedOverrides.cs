using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>What became of the token of a request. A feature of the request, for the strip and the headers.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Claims">What the token says. Null when that is not certain.</param>
/// <param name="Overrides">The values that hold for the request. Null when none do.</param>
internal sealed record AppliedOverrides(OverrideOutcome Outcome, OverrideClaims? Claims = null, OverrideSet? Overrides = null)
{
    /// <summary>Ends a scope of these values together with the token, where it could last longer.</summary>
    public ITimer EndLater(OverrideScope scope, TimeProvider time)
    {
        TimeSpan left = Claims!.ExpiresAt - time.GetUtcNow();
        return time.CreateDetachedTimer(
            static scope => ((OverrideScope)scope!).Dispose(), scope, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
