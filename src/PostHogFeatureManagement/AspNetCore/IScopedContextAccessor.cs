namespace PostHogFeatureManagement.AspNetCore;

/// <summary>An application's accessor that can also be resolved from a DI scope other than the request's.</summary>
internal interface IScopedContextAccessor
{
    ValueTask<PostHogContext> GetContextAsync(IServiceProvider scope, CancellationToken cancellationToken);
}
