using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>The result of one look at the current request.</summary>
/// <param name="State">The request's state. Null outside requests.</param>
/// <param name="Principal">The user who is currently signed in.</param>
/// <param name="CancellationToken">Cancels this caller's wait only.</param>
internal readonly record struct FastPathRequest(RequestState? State, object? Principal, CancellationToken CancellationToken);
