namespace PostHogFeatureManagement;

/// <summary>Tells who is asking when a call does not say. Register an own one with <c>WithPostHogContext&lt;T&gt;()</c>.</summary>
public interface IPostHogContextAccessor
{
    /// <summary>The current caller; <see cref="PostHogContext.Anonymous"/> when nobody is known, never null. Called at most once per web request.</summary>
    /// <param name="cancellationToken">Cancelled when the request is aborted.</param>
    ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default);
}
