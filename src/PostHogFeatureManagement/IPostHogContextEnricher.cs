namespace PostHogFeatureManagement;

/// <summary>
/// Adds person properties and groups to the callers that the library finds, for example from a database. Register your own with
/// <c>WithPostHogContextEnricher&lt;T&gt;()</c>.
/// </summary>
public interface IPostHogContextEnricher
{
    /// <summary>
    /// Returns the caller with more properties or groups, or the same object. The library takes only these two from the result: the ids stay as they are, and so
    /// does the trust in them. It is called at most once per web request, when the first flag is checked, and not for callers that the application's code names. It
    /// has one second. When it takes longer or throws, a warning is logged, and the caller stays as it is.
    /// </summary>
    /// <param name="context">The caller. Its distinct ID can be null, and a visitor can have chosen it.</param>
    /// <param name="cancellationToken">Cancelled when the request is aborted, and when the time is over.</param>
    ValueTask<PostHogContext> EnrichAsync(PostHogContext context, CancellationToken cancellationToken = default);
}
