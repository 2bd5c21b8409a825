using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// Finds the caller when none is pushed. The steps add up: the first step that knows the person wins, and later steps add what is still missing.
/// <code>
/// step                       when no earlier step knows the person     when an earlier step knows the person              trust
/// -------------------------  ----------------------------------------  -------------------------------------------------  -------------
/// the application's own      the caller that it returns;               not asked                                          Claimed
///   ApplicationAccessorStep  without a distinct id: nobody, and later
///   TargetingStep            steps add nothing; null: the next step
/// ClaimsStep                 the signed-in user's distinct id,         same distinct id: properties, groups and trust;    Authenticated
///                            properties and groups                     otherwise nothing
/// PostHogCookieStep          the visitor's distinct id and device id   device id, and the visitor's distinct id as the    Claimed
///                                                                      anonymous id; nothing from a cookie of another
///                                                                      person, that is, with another distinct id and
///                                                                      identified or in an unknown state
/// ServiceStep                the service, outside requests only        nothing                                            Application
/// </code>
/// What happens to the device id at sign-in? The person changes from the cookie's visitor to the claims' user. The device id stays, because the cookie still adds
/// it, so flags that bucket by device keep their variants. The visitor's distinct id stays as the anonymous id (<c>$anon_distinct_id</c>).
/// </summary>
internal sealed class CallerChain
{
    private readonly ICallerStep[] _steps;
    private readonly PostHogSwitch _posthog;
    private readonly bool _asksApplication;
    private readonly LogThrottle _throttle;
    private readonly ILogger _logger;

    /// <param name="accessor">The application's accessor for PostHog.</param>
    /// <param name="applicationSteps">Other steps that ask the application. Only the folders above know them.</param>
    /// <param name="claims">The signed-in user.</param>
    /// <param name="cookie">The visitor's browser.</param>
    /// <param name="service">The service itself.</param>
    /// <param name="posthog">Whether PostHog is used.</param>
    /// <param name="throttle">Limits how often an accessor that throws is logged.</param>
    /// <param name="logger">Logs accessors that throw.</param>
    public CallerChain(
        ApplicationAccessorStep accessor,
        IEnumerable<ICallerStep> applicationSteps,
        ClaimsStep claims,
        PostHogCookieStep cookie,
        ServiceStep service,
        PostHogSwitch posthog,
        LogThrottle throttle,
        ILogger<CallerChain> logger)
    {
        _steps = [accessor, .. applicationSteps, claims, cookie, service];
        _posthog = posthog;
        _throttle = throttle;
        _logger = logger;
        _asksApplication = _steps.Any(static step => step.AsksApplication);
    }

    /// <summary>Whether finding a caller can run code of the application. If not, it completes synchronously.</summary>
    public bool AsksApplication => _asksApplication && !IsOff;

    /// <summary>Whether no step is asked, because PostHog is switched off. Then nobody is asking.</summary>
    public bool IsOff => !_posthog.UsesAnswers;

    /// <summary>
    /// Finds the caller. While PostHog is switched off, no step is asked. An accessor that throws is logged, and the caller is then unknown. Throws only when
    /// the query is cancelled. Async-locals that an accessor sets stay inside this asynchronous method.
    /// </summary>
    public async ValueTask<Caller> FindAsync(CallerQuery query)
    {
        Caller? caller = null;
        try
        {
            foreach (ICallerStep step in IsOff ? [] : _steps)
            {
                bool isSkipped = step.AsksApplication && (caller is not null || !query.MayAskApplication);
                if (!isSkipped && await step.FindAsync(query).ConfigureAwait(false) is { } clue)
                {
                    caller = caller is { } known ? clue.AddTo(known) : new Caller(clue.Context, clue.Trust);
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

        return caller ?? Caller.Nobody;
    }
}
