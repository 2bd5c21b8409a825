using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Finds the caller that a context object passed to <c>IsEnabledAsync&lt;TContext&gt;</c> stands for. When the object's type names no caller, the ambient
/// caller counts, as in Microsoft.FeatureManagement (FM-08).
/// </summary>
internal sealed class ExplicitCaller(AmbientCaller ambient, IWebCallers callers, IOptions<PostHogFeatureManagementOptions> options)
{
    private readonly string? _groupType = options.Value.Identity.TargetingGroupType;

    /// <param name="appContext">The context object of the call.</param>
    /// <param name="manager">The services of the feature manager that asks.</param>
    /// <param name="cancellationToken">Cancels this caller's wait only.</param>
    public ValueTask<PostHogContext> GetAsync(object? appContext, ManagerServices manager, CancellationToken cancellationToken) => appContext switch
    {
        PostHogTargetingContext posthog => new ValueTask<PostHogContext>(posthog.Context),
        ITargetingContext targeting => new ValueTask<PostHogContext>(FromTargeting(targeting)),
        PostHogContext context => new ValueTask<PostHogContext>(context),
        ClaimsPrincipal principal => new ValueTask<PostHogContext>(callers.FromPrincipal(principal)),
        HttpContext current when PostHogContext.Pushed is null && callers.IsCurrent(current) => ambient.GetAsync(manager, cancellationToken),
        HttpContext httpContext => callers.FromRequestAsync(httpContext, cancellationToken),
        _ => ambient.GetAsync(manager, cancellationToken),
    };

    public PostHogContext FromTargeting(ITargetingContext targeting)
    {
        if (targeting is PostHogTargetingContext posthog)
        {
            return posthog.Context;
        }

        string? groupKey = _groupType is null ? null : targeting.Groups?.FirstOrDefault();
        return string.IsNullOrEmpty(groupKey)
            ? new PostHogContext(targeting.UserId)
            : new PostHogContext(targeting.UserId)
            {
                Groups = new Dictionary<string, PostHogGroup>(StringComparer.Ordinal) { [_groupType!] = new PostHogGroup(groupKey) },
            };
    }
}
