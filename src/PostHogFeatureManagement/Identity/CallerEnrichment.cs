using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// Adds properties and groups to the caller that the steps found: those of this process, and those of the application's enricher. Never changes who the caller is.
/// </summary>
internal sealed class CallerEnrichment(
    ApplicationServices services,
    ProcessProperties process,
    [LibraryClock] TimeProvider time,
    LogThrottle throttle,
    ILogger<CallerEnrichment> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>Whether code of the application runs.</summary>
    public bool AsksApplication { get; } = services.Has<IPostHogContextEnricher>();

    public bool IsNeeded => AsksApplication || process.IsNeeded;

    /// <summary>Throws only when the query is cancelled.</summary>
    public async ValueTask<Caller> EnrichAsync(Caller caller, CallerQuery query)
    {
        Caller known = !process.IsNeeded ? caller : caller with { Context = caller.Context.With(process.AddTo(caller.Context.PersonProperties), caller.Context.Groups) };

        // As with accessors, an enricher that checks a flag must not wait for its own answer, and it knows the current caller only.
        return AsksApplication && query is { MayAskApplication: true, IsOutsideRequests: false } ? await AskAsync(known, query).ConfigureAwait(false) : known;
    }

    private async Task<Caller> AskAsync(Caller caller, CallerQuery query)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, query.CancellationToken);
        CancellationToken token = either.Token;
        try
        {
            PostHogContext? enriched = await services
                .AskAsync<IPostHogContextEnricher, PostHogContext>(query.Services, enricher => enricher.EnrichAsync(caller.Context, token))
                .AsTask()
                .WaitAsync(token)
                .ConfigureAwait(false);
            return enriched is null || ReferenceEquals(enriched, caller.Context)
                ? caller
                : caller with { Context = caller.Context.With(enriched.PersonProperties, enriched.Groups) };
        }
        catch (Exception exception) when (!exception.IsCancelledBy(query.CancellationToken))
        {
            if (throttle.IsDue(LogEvents.EnricherFailed, string.Empty))
            {
                logger.EnricherFailed(exception);
            }

            return caller;
        }
    }
}
