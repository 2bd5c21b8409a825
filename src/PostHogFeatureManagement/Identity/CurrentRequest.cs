namespace PostHogFeatureManagement.Identity;

/// <summary>What one look at the current request found. Each check looks once.</summary>
/// <param name="State">What the request has settled on. Null outside web requests, and for connections and Blazor circuits, which last too long to settle.</param>
/// <param name="Principal">The user who is currently signed in.</param>
/// <param name="Circuit">The caller of the current activity in a Blazor circuit. Null elsewhere.</param>
internal readonly record struct CurrentRequest(RequestState? State, object? Principal, PinnedCaller? Circuit);
