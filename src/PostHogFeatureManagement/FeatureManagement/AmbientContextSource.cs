using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The application's own targeting context if it has an accessor for it (ID-04), otherwise <see cref="IPostHogContextAccessor"/>.</summary>
/// <param name="accessor">Who is asking, for PostHog.</param>
/// <param name="scoped">The same out of a given service scope; null when the accessor has nothing scoped about it.</param>
/// <param name="targeting">The application's own accessor for targeting; null when there is none, or when an accessor for PostHog replaces it.</param>
/// <param name="explicitCaller">Reads a targeting context.</param>
/// <param name="throttle">How often that is.</param>
/// <param name="logger">Where accessors that throw are reported.</param>
internal sealed class AmbientContextSource(
    IPostHogContextAccessor accessor,
    Func<IServiceProvider, CancellationToken, ValueTask<PostHogContext>>? scoped,
    ApplicationTargeting? targeting,
    Lazy<ExplicitCaller> explicitCaller,
    LogThrottle throttle,
    ILogger<AmbientContextSource> logger) : IAmbientContextSource
{
    public bool IsStablePerRequest => targeting is null;

    public ValueTask<PostHogContext> GetContextAsync(ManagerServices scope, CancellationToken cancellationToken)
    {
        try
        {
            ValueTask<PostHogContext> pending = targeting is null
                ? FromAccessorAsync(scope, cancellationToken)
                : FromApplicationAsync(targeting, scope, cancellationToken);
            return pending.IsCompletedSuccessfully
                ? new ValueTask<PostHogContext>(pending.Result ?? PostHogContext.Anonymous)
                : GuardAsync(pending, cancellationToken);
        }
        catch (Exception exception) when (!exception.IsCancelledBy(cancellationToken))
        {
            return new ValueTask<PostHogContext>(Broke(exception));
        }
    }

    private async ValueTask<PostHogContext> GuardAsync(ValueTask<PostHogContext> pending, CancellationToken cancellationToken)
    {
        try
        {
            return await pending.ConfigureAwait(false) ?? PostHogContext.Anonymous;
        }
        catch (Exception exception) when (!exception.IsCancelledBy(cancellationToken))
        {
            return Broke(exception);
        }
    }

    // An application that cannot say who is asking asks for nobody: what is decided for everyone still works, and what is not falls back.
    private PostHogContext Broke(Exception exception)
    {
        if (throttle.IsDue(LogEvents.CallerUnknown, string.Empty))
        {
            logger.CallerUnknown(exception);
        }

        return PostHogContext.Anonymous;
    }

    private ValueTask<PostHogContext> FromAccessorAsync(ManagerServices scope, CancellationToken cancellationToken) =>
        scoped is not null && scope.Services is { } services ? scoped(services, cancellationToken) : accessor.GetContextAsync(cancellationToken);

    private async ValueTask<PostHogContext> FromApplicationAsync(ApplicationTargeting targeting, ManagerServices scope, CancellationToken cancellationToken) =>
        await targeting.GetContextAsync(scope).ConfigureAwait(false) is { } context
            ? explicitCaller.Value.FromTargeting(context)
            : await FromAccessorAsync(scope, cancellationToken).ConfigureAwait(false);
}
