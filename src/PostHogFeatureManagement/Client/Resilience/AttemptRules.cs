using Polly;
using Polly.Timeout;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Decides what one attempt says about PostHog's health.</summary>
internal sealed class AttemptRules(PipelineSettings settings, TimeProvider timeProvider)
{
    /// <summary>A caller who leaves after this share of the attempt time-out counts as a failure of PostHog.</summary>
    private const double PatienceShare = 0.5;

    private readonly TimeSpan _patience = settings.AttemptTimeout * PatienceShare;

    public HealthSignal SignalOf<TResponse>(Outcome<WireAnswer<TResponse>> outcome, ResilienceContext context)
        where TResponse : class => outcome.Exception switch
        {
            null => FailureRules.IsPostHogFailing(outcome.Result.Failure) ? HealthSignal.Failure : HealthSignal.Success,
            TimeoutRejectedException => HealthSignal.Failure,

            // Callers leave because nothing comes. Not counting them would hide a PostHog that hangs.
            OperationCanceledException when CallState.AttemptAge(context, timeProvider) >= _patience => HealthSignal.Failure,
            _ => HealthSignal.None,
        };
}
