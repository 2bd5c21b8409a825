using Microsoft.FeatureManagement.FeatureFilters;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// The application's own <see cref="ITargetingContextAccessor"/>, if it has one. Microsoft's default accessor, which <c>WithTargeting()</c> registers, is not the
/// application's own. It would take the user's name for the ID.
/// </summary>
internal sealed class TargetingStep(ApplicationServices services, TargetingContexts contexts) : IApplicationStep
{
    public bool IsOn { get; } = services.Has<ITargetingContextAccessor>();

    public async ValueTask<CallerClue?> FindAsync(CallerQuery query)
    {
        TargetingContext? context = await services.AskAsync<ITargetingContextAccessor, TargetingContext?>(
            query.Services,
            static accessor => IsMicrosofts(accessor) ? default : accessor.GetContextAsync()!).ConfigureAwait(false);
        return context is null ? null : new CallerClue(contexts.Read(context), CallerTrust.Claimed);
    }

    private static bool IsMicrosofts(ITargetingContextAccessor accessor) => accessor.GetType().Assembly == typeof(FeatureGateAttribute).Assembly;
}
