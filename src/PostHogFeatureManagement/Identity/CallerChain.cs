using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// Finds the caller when none is pushed. The steps add up: the first step that knows the person wins, and later steps add what is still missing.
/// <code>
/// step                       when no earlier step knows the person     when an earlier step knows the person              trust
/// -------------------------  ----------------------------------------  -------------------------------------------------  -------------
/// the application's own      the caller that it returns;               not asked                                          Claimed, or
///   ApplicationAccessorStep  without a distinct id: nobody, and later                                                     what the application
///   TargetingStep            steps add nothing; null: the next step                                                       registered it with;
///                                                                                                                         None for nobody
/// ClaimsStep                 the signed-in user's distinct id,         same distinct id: properties, groups and trust;    Authenticated
///                            properties and groups                     otherwise nothing
/// TracingHeaderStep          the distinct id and session in headers    same distinct id: the session; otherwise nothing   Claimed
///                            of a page that may send them
/// PostHogCookieStep          the visitor's distinct id and device id   device id, and the visitor's distinct id as the    Claimed
///                                                                      anonymous id; nothing from a cookie of another
///                                                                      person, that is, with another distinct id and
///                                                                      identified or in an unknown state
/// AnonymousCookieStep        the visitor's distinct id, which is the   device id and anonymous id; nothing if posthog-js  SignedCookie
///                            device id, too                            knows the visitor
/// NewVisitorStep             a new visitor, if they agree, in          not asked                                          SignedCookie
///                            requests only
/// FallbackStep               one distinct id for all visitors,         not asked                                          None
///                            in requests only
/// ServiceStep                the service, outside requests only        nothing                                            Application
/// </code>
/// What happens to the device id at sign-in? The person changes from the cookie's visitor to the claims' user. The device id stays, because the cookie still adds
/// it, so flags that bucket by device keep their variants. The visitor's distinct id stays as the anonymous id (<c>$anon_distinct_id</c>).
/// </summary>
internal sealed class CallerChain
{
    private readonly IApplicationStep[] _applicationSteps;
    private readonly ICallerStep[] _steps;
    private readonly CallerEnrichment _enrichment;
    private readonly bool _requiresTrust;
    private readonly bool _asksApplication;
    private readonly bool _runsOwnCodeOnly;
    private readonly PostHogSwitch _posthog;
    private readonly LogThrottle _throttle;
    private readonly ILogger _logger;

    /// <param name="accessor">The application's accessor for PostHog.</param>
    /// <param name="applicationSteps">Other steps that ask the application. Only the folders above know them.</param>
    /// <param name="claims">The signed-in user.</param>
    /// <param name="tracing">The visitor's browser, in the headers of an API call.</param>
    /// <param name="cookie">The visitor's browser.</param>
    /// <param name="anonymous">This library's own cookie.</param>
    /// <param name="newVisitor">A visitor without one.</param>
    /// <param name="fallback">All visitors about whom nothing is known.</param>
    /// <param name="service">The service itself.</param>
    /// <param name="enrichment">What is added to whomever the steps find.</param>
    /// <param name="options">The settings.</param>
    /// <param name="posthog">Whether PostHog is used.</param>
    /// <param name="throttle">Limits how often an accessor is reported.</param>
    /// <param name="logger">Logs accessors that throw, or that name someone for whom nobody vouches.</param>
    public CallerChain(
        ApplicationAccessorStep accessor,
        IEnumerable<IApplicationStep> applicationSteps,
        ClaimsStep claims,
        TracingHeaderStep tracing,
        PostHogCookieStep cookie,
        AnonymousCookieStep anonymous,
        NewVisitorStep newVisitor,
        FallbackStep fallback,
        ServiceStep service,
        CallerEnrichment enrichment,
        IOptions<PostHogFeatureManagementOptions> options,
        PostHogSwitch posthog,
        LogThrottle throttle,
        ILogger<CallerChain> logger)
    {
        IApplicationStep[] asking = [accessor, .. applicationSteps];
        ICallerStep[] steps = [claims, tracing, cookie, anonymous, newVisitor, fallback, service];
        _applicationSteps = [.. asking.Where(static step => step.IsOn)];
        _steps = [.. steps.Where(static step => step.IsOn)];
        _enrichment = enrichment;
        ReadsTracing = tracing.IsOn;
        _requiresTrust = options.Value.Identity.RequireAuthenticated.Count > 0;
        _posthog = posthog;
        _throttle = throttle;
        _logger = logger;
        _asksApplication = enrichment.AsksApplication || _applicationSteps.Length > 0;

        // This library's own cookie asks the application's consent service.
        _runsOwnCodeOnly = !_asksApplication && !enrichment.IsNeeded && !anonymous.IsOn;
    }

    /// <summary>Whether finding a caller can run code of the application. If not, it completes synchronously.</summary>
    public bool AsksApplication => _asksApplication && !IsOff;

    /// <summary>Whether finding a caller runs no code but this library's, so it can neither wait nor set async-locals.</summary>
    public bool RunsOwnCodeOnly => _runsOwnCodeOnly;

    /// <summary>Whether a step reads the headers of posthog-js. If not, queries leave them out.</summary>
    public bool ReadsTracing { get; }

    /// <summary>Whether no step is asked, because PostHog is switched off. Then nobody is asking.</summary>
    public bool IsOff => !_posthog.UsesAnswers;

    /// <summary>
    /// Finds the caller. While PostHog is switched off, no step is asked. An accessor that throws is logged, and the caller is then unknown. Throws only when
    /// the query is cancelled. Async-locals that an accessor sets stay inside.
    /// </summary>
    public ValueTask<Caller> FindAsync(CallerQuery query) =>
        _runsOwnCodeOnly || IsOff ? new ValueTask<Caller>(Find(query)) : FindWithApplicationAsync(query);

    /// <summary>Finds the caller without a wait. Only where <see cref="RunsOwnCodeOnly"/>.</summary>
    public Caller Find(CallerQuery query)
    {
        try
        {
            return IsOff ? Caller.Nobody : Add(caller: null, query);
        }
        catch (Exception exception)
        {
            // A principal can be of the application's own type.
            ReportUnknown(exception);
            return Caller.Nobody;
        }
    }

    private async ValueTask<Caller> FindWithApplicationAsync(CallerQuery query)
    {
        Caller found;
        try
        {
            Caller? known = query.MayAskApplication ? await AskAsync(query).ConfigureAwait(false) : null;
            found = IsOff ? Caller.Nobody : Add(known, query);
            if (known is not null && _requiresTrust)
            {
                ReportIfUnverified(found);
            }
        }
        catch (Exception exception) when (!exception.IsCancelledBy(query.CancellationToken))
        {
            ReportUnknown(exception);
            return Caller.Nobody;
        }

        return IsOff || !_enrichment.IsNeeded ? found : await _enrichment.EnrichAsync(found, query).ConfigureAwait(false);
    }

    private async ValueTask<Caller?> AskAsync(CallerQuery query)
    {
        foreach (IApplicationStep step in _applicationSteps)
        {
            if (await step.FindAsync(query).ConfigureAwait(false) is { } clue)
            {
                return clue.ToCaller();
            }
        }

        return null;
    }

    private Caller Add(Caller? caller, CallerQuery query)
    {
        foreach (ICallerStep step in _steps)
        {
            if ((caller is null || !step.IsForNobodyOnly) && step.Find(query) is { } clue)
            {
                caller = caller is { } known ? clue.AddTo(known) : clue.ToCaller();
            }
        }

        return caller ?? Caller.Nobody;
    }

    private void ReportUnknown(Exception exception)
    {
        if (_throttle.IsDue(LogEvents.CallerUnknown, string.Empty))
        {
            _logger.CallerUnknown(exception);
        }
    }

    private void ReportIfUnverified(in Caller caller)
    {
        if (caller is { Trust: < CallerTrust.Authenticated, Context.DistinctId: not null }
            && _throttle.IsDue(LogEvents.CallerUnverified, string.Empty, LogThrottle.Forever))
        {
            _logger.CallerUnverified();
        }
    }
}
