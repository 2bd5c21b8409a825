using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// The caller from the application's own targeting accessor, if it has one (ID-04). Otherwise, the caller from <see cref="IPostHogContextAccessor"/>.
/// </summary>
/// <param name="accessor">Names the caller for PostHog.</param>
/// <param name="scoped">The same accessor, resolved from given scoped services. Null when the accessor is not scoped.</param>
/// <param name="targeting">The application's own targeting accessor. Null when there is none, or when an accessor for PostHog replaces it.</param>
/// <param name="explicitCaller">Converts a targeting context to a PostHog context.</param>
/// <param name="throttle">Limits how often an accessor that throws is logged.</param>
/// <param name="logger">Logs accessors that throw.</param>
internal sealed class AmbientContextSource(
    IPostHogContextAccessor accessor,
    Func<IServiceProvider, CancellationToken, ValueTask<PostHogContext>>? scoped,
    ApplicationTargeting? targeting,
    Lazy<ExplicitCaller> explicitCaller,
    LogThrottle throttle,
    ILogger<AmbientContextSource> logger) : IAmbientContextSource
{
    public bool IsStablePerRequest => targeting is null;

    public ValueTask<PostHogContext> GetContextAsync(ManagerServices manager, CancellationToken cancellationToken)
    {
        try
        {
            ValueTask<PostHogContext> pending = targeting is null
                ? FromAccessorAsync(manager, cancellationToken)
                : FromApplicationAsync(targeting, manager, cancellationToken);
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

    // When the accessor throws, the caller is anonymous. Flags that are the same for everyone still work, and the others fall back.
    private PostHogContext Broke(Exception exception)
    {
        if (throttle.IsDue(LogEvents.CallerUnknown, string.Empty))
        {
            logger.CallerUnknown(exception);
        }

        return PostHogContext.Anonymous;
    }

    private ValueTask<PostHogContext> FromAccessorAsync(ManagerServices manager, CancellationToken cancellationToken) =>
        scoped is not null && manager.Services is { } services ? scoped(services, cancellationToken) : accessor.GetContextAsync(cancellationToken);

    private async ValueTask<PostHogContext> FromApplicationAsync(
        ApplicationTargeting targeting, ManagerServices manager, CancellationToken cancellationToken) =>
        await targeting.GetContextAsync(manager).ConfigureAwait(false) is { } context
            ? explicitCaller.Value.FromTargeting(context)
            : await FromAccessorAsync(manager, cancellationToken).ConfigureAwait(false);
}
