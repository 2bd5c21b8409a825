using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>A check of PostHog's flag, with what one look at the current request found.</summary>
/// <param name="Entry">The flag.</param>
/// <param name="Request">The current request. Null outside requests.</param>
/// <param name="Caller">The caller. Null when code of the application has to find the caller.</param>
/// <param name="AppContext">The context object of the call. Null when there is none.</param>
/// <param name="CancellationToken">Cancels this caller's wait only.</param>
internal readonly record struct FastPathRequest(
    FeatureEntry Entry, CurrentRequest? Request, Caller? Caller, object? AppContext, CancellationToken CancellationToken);
