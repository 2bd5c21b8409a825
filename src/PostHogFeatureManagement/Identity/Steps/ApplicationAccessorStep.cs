namespace PostHogFeatureManagement.Identity.Steps;

/// <summary>The application's own <see cref="IPostHogContextAccessor"/>, if it has one.</summary>
internal sealed class ApplicationAccessorStep(ApplicationServices services, AccessorTrust trust) : IApplicationStep
{
    public bool IsOn { get; } = services.Has<IPostHogContextAccessor>();

    public async ValueTask<CallerClue?> FindAsync(CallerQuery query)
    {
        PostHogContext? context = await services.AskAsync<IPostHogContextAccessor, PostHogContext>(
            query.Services,
            accessor => accessor.GetContextAsync(query.CancellationToken)).ConfigureAwait(false);
        return context is null ? null : new CallerClue(context, trust.Trust);
    }
}
