namespace PostHogFeatureManagement;

/// <summary>Provides the caller for calls that do not name one. Register your own with <c>WithPostHogContext&lt;T&gt;()</c>.</summary>
public interface IPostHogContextAccessor
{
    /// <summary>
    /// Returns the current caller, or <see cref="PostHogContext.Anonymous"/> when the caller is unknown; never null.
    /// The library calls it at most once per web request.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the request is aborted.</param>
    ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default);
}
