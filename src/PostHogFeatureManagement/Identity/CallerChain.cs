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
    private readonly ICallerStep[] _steps;
    private readonly CallerEnrichment _enrichment;
    private readonly bool _requiresTrust;
    private readonly PostHogSwitch _posthog;
    private readonly bool _asksApplication;
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
        IEnumerable<ICallerStep> applicationSteps,
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
        ICallerStep[] steps = [accessor, .. applicationSteps, claims, tracing, cookie, anonymous, newVisitor, fallback, service];
        _steps = [.. steps.Where(static step => step.IsOn)];
        _enrichment = enrichment;
        ReadsTracing = tracing.IsOn;
        _requiresTrust = options.Value.Identity.RequireAuthenticated.Count > 0;
        _posthog = posthog;
        _throttle = throttle;
        _logger = logger;
        _asksApplication = enrichment.AsksApplication || _steps.Any(static step => step.AsksApplication);
    }

    /// <summary>Whether finding a caller can run code of the application. If not, it completes synchronously.</summary>
    public bool AsksApplication => _asksApplication && !IsOff;

    /// <summary>Whether a step reads the headers of posthog-js. If not, queries leave them out.</summary>
    public bool ReadsTracing { get; }

    /// <summary>Whether no step is asked, because PostHog is switched off. Then nobody is asking.</summary>
    public bool IsOff => !_posthog.UsesAnswers;

    /// <summary>
    /// Finds the caller. While PostHog is switched off, no step is asked. An accessor that throws is logged, and the caller is then unknown. Throws only when
    /// the query is cancelled. Async-locals that an accessor sets stay inside this asynchronous method.
    /// </summary>
    public async ValueTask<Caller> FindAsync(CallerQuery query)
    {
        Caller? caller = null;
        bool isApplications = false;
        try
        {
            foreach (ICallerStep step in IsOff ? [] : _steps)
            {
                bool isSkipped = caller is null ? step.AsksApplication && !query.MayAskApplication : step.AsksApplication || step.IsForNobodyOnly;
                if (!isSkipped && await step.FindAsync(query).ConfigureAwait(false) is { } clue)
                {
                    isApplications |= step.AsksApplication;
                    caller = caller is { } known ? clue.AddTo(known) : clue.ToCaller();
                }
            }
        }
        catch (Exception exception) when (!exception.IsCancelledBy(query.CancellationToken))
        {
            if (_throttle.IsDue(LogEvents.CallerUnknown, string.Empty))
            {
                _logger.CallerUnknown(exception);
            }

            return Caller.Nobody;
        }

        Caller found = caller ?? Caller.Nobody;
        if (isApplications && _requiresTrust)
        {
            ReportIfUnverified(found);
        }

        return IsOff || !_enrichment.IsNeeded ? found : await _enrichment.EnrichAsync(found, query).ConfigureAwait(false);
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
