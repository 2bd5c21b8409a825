using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Who a context object passed to <c>IsEnabledAsync&lt;TContext&gt;</c> stands for. Types that name nobody leave it to the ambient caller, as Microsoft.FeatureManagement does (FM-08).</summary>
internal sealed class ExplicitCaller(AmbientCaller ambient, IWebCallers callers, IOptions<PostHogFeatureManagementOptions> options)
{
    private readonly string? _groupType = options.Value.Identity.TargetingGroupType;

    /// <param name="appContext">The context object of the call.</param>
    /// <param name="scope">Where the application's scoped services are.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller only.</param>
    public ValueTask<PostHogContext> GetAsync(object? appContext, ManagerServices scope, CancellationToken cancellationToken) => appContext switch
    {
        PostHogTargetingContext posthog => new ValueTask<PostHogContext>(posthog.Context),
        ITargetingContext targeting => new ValueTask<PostHogContext>(FromTargeting(targeting)),
        PostHogContext context => new ValueTask<PostHogContext>(context),
        ClaimsPrincipal principal => new ValueTask<PostHogContext>(callers.FromPrincipal(principal)),
        HttpContext current when PostHogContext.Pushed is null && callers.IsCurrent(current) => ambient.GetAsync(scope, cancellationToken),
        HttpContext httpContext => callers.FromRequestAsync(httpContext, cancellationToken),
        _ => ambient.GetAsync(scope, cancellationToken),
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
