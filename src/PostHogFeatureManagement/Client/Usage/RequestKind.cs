namespace PostHogFeatureManagement.Client.Usage;

/// <summary>The kinds of requests that PostHog bills.</summary>
internal enum RequestKind
{
    /// <summary>Definitions with a body.</summary>
    DefinitionsSent,

    /// <summary>Definitions that have not changed: a response without a body.</summary>
    DefinitionsUnchanged,

    /// <summary>All flags of a caller, evaluated by PostHog.</summary>
    Evaluation,
}
