using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>What one look at the current request found.</summary>
/// <param name="State">The request's state; null outside requests.</param>
/// <param name="Principal">The user who is signed in at this moment of the request.</param>
/// <param name="CancellationToken">Cancels the wait of this caller only.</param>
internal readonly record struct FastPathRequest(RequestState? State, object? Principal, CancellationToken CancellationToken);
