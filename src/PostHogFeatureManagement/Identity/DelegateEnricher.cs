namespace PostHogFeatureManagement.Identity;

/// <summary>An enricher that is a function of the application.</summary>
/// <param name="services">The services that the function may use.</param>
/// <param name="enrich">The function.</param>
internal sealed class DelegateEnricher(
    IServiceProvider services,
    Func<IServiceProvider, PostHogContext, CancellationToken, ValueTask<PostHogContext>> enrich) : IPostHogContextEnricher
{
    public ValueTask<PostHogContext> EnrichAsync(PostHogContext context, CancellationToken cancellationToken = default) => enrich(services, context, cancellationToken);
}
