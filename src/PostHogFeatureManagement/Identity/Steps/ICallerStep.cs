namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>One step of the <see cref="CallerChain"/>: one place that can know something about the caller. It never waits.</summary>
internal interface ICallerStep
{
    /// <summary>Whether the settings and registrations let the step know anything. If not, it is not part of the chain.</summary>
    bool IsOn => true;

    /// <summary>Whether the step is asked only when no earlier one knows anything.</summary>
    bool IsForNobodyOnly => false;

    /// <summary>What this step knows. Null when it knows nothing.</summary>
    CallerClue? Find(CallerQuery query);
}
