namespace PostHogFeatureManagement.FeatureManagement.Features;

/// <summary>One check of a PostHog flag: which, for whom, and where its variant goes.</summary>
/// <param name="Entry">The flag.</param>
/// <param name="Ticket">Takes the variant; null for flags that have none.</param>
/// <param name="Caller">Who is asking.</param>
/// <param name="AppContext">The context object of the call; null when there is none.</param>
/// <param name="CancellationToken">Cancels the wait of this caller.</param>
internal readonly record struct FeatureCheck(FeatureEntry Entry, PerCheckDefinition? Ticket, PostHogContext Caller, object? AppContext, CancellationToken CancellationToken);
