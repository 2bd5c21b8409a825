using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>A check of PostHog's flag, with what one look at the current request found.</summary>
/// <param name="Entry">The flag.</param>
/// <param name="State">The request's state; null outside requests.</param>
/// <param name="Principal">The user who is signed in at this moment of the request.</param>
/// <param name="Caller">The caller; null when code of the application must be asked.</param>
/// <param name="AppContext">The context object of the call; null when there is none.</param>
/// <param name="CancellationToken">Cancels the wait of this caller only.</param>
internal readonly record struct FastPathRequest(
    FeatureEntry Entry, RequestState? State, object? Principal, PostHogContext? Caller, object? AppContext, CancellationToken CancellationToken);
