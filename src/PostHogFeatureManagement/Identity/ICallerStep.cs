namespace PostHogFeatureManagement.Identity;

/// <summary>One step of the <see cref="CallerChain"/>: one place that can know something about the caller.</summary>
internal interface ICallerStep
{
    /// <summary>Whether the settings and registrations let the step know anything. If not, it is not part of the chain.</summary>
    bool IsOn => true;

    /// <summary>
    /// Whether the step runs code of the application. Such steps come first, wait, and are asked once per request and only until one of them answers. The
    /// others complete synchronously and never throw.
    /// </summary>
    bool AsksApplication => false;

    /// <summary>Whether the step is asked only when no earlier one knows anything.</summary>
    bool IsForNobodyOnly => false;

    /// <summary>What this step knows. Null when it knows nothing.</summary>
    ValueTask<CallerClue?> FindAsync(CallerQuery query);
}
