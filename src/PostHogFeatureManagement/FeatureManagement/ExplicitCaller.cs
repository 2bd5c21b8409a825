using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Finds the caller that a context object passed to <c>IsEnabledAsync&lt;TContext&gt;</c> stands for. When the object's type names no caller, the ambient
/// caller counts, as in Microsoft.FeatureManagement (FM-08), and this is logged once for each type.
/// </summary>
internal sealed class ExplicitCaller(
    CurrentRequests requests,
    AmbientCaller ambient,
    WebCallers web,
    TargetingContexts targeting,
    ConfigurationCatalog catalog,
    LogThrottle throttle,
    ILogger<ExplicitCaller> logger)
{
    /// <param name="feature">The flag that is checked.</param>
    /// <param name="appContext">The context object of the call.</param>
    /// <param name="manager">The services of the feature manager that asks.</param>
    /// <param name="cancellationToken">Cancels this caller's wait only.</param>
    public ValueTask<Caller> GetAsync(string feature, object appContext, ManagerServices manager, CancellationToken cancellationToken) => appContext switch
    {
        ITargetingContext context => new ValueTask<Caller>(Caller.OfApplication(targeting.Read(context))),
        PostHogContext context => new ValueTask<Caller>(Caller.OfApplication(context)),
        _ when WebCallers.CanRead(appContext) => web.GetAsync(appContext, manager, cancellationToken),
        _ => GetAmbientAsync(feature, appContext.GetType(), manager, cancellationToken),
    };

    private ValueTask<Caller> GetAmbientAsync(string feature, Type type, ManagerServices manager, CancellationToken cancellationToken)
    {
        // The filters of a configured flag can understand other types.
        if (!catalog.Names.MayContain(feature) && throttle.IsDue(LogEvents.ContextWithoutCaller, type.FullName ?? type.Name, LogThrottle.Forever))
        {
            logger.ContextWithoutCaller(feature, type);
        }

        return ambient.GetAsync(requests.Find(), manager, cancellationToken);
    }
}
