namespace PostHogFeatureManagement.AspNetCore;

/// <summary>An application's accessor that can be taken from a scope which is not a request's.</summary>
internal interface IScopedContextAccessor
{
    ValueTask<PostHogContext> GetContextAsync(IServiceProvider scope, CancellationToken cancellationToken);
}
