namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>
/// A step of the <see cref="CallerChain"/> that runs code of the application, which may wait. These steps come first, and are asked once per request and only
/// until one of them answers.
/// </summary>
internal interface IApplicationStep
{
    /// <summary>Whether the application has such code. If not, the step is not part of the chain.</summary>
    bool IsOn { get; }

    /// <summary>What the application knows. Null when it knows nothing.</summary>
    ValueTask<CallerClue?> FindAsync(CallerQuery query);
}
