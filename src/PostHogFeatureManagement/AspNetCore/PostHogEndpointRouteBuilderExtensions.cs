using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement;
using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.AspNetCore.Explanations;
using PostHogFeatureManagement.Diagnostics;

namespace Microsoft.AspNetCore.Routing;

/// <summary>Extension methods that map PostHog's endpoints.</summary>
public static class PostHogEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the endpoints for PostHog. Each exists only when it is configured: <c>POST {prefix}/refresh</c> with
    /// <see cref="PostHogDefinitionsOptions.RefreshSecret"/>. It makes this instance ask PostHog for the current definitions, for example when a webhook of PostHog
    /// reports a changed flag. <c>GET {prefix}/explain/{flag}?id=…</c> exists with <see cref="PostHogExplainOptions.Policy"/>, or in Development for this machine. It
    /// explains why a caller has a flag, as a page for browsers and as JSON for others.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A call of the refresh endpoint needs the secret in the header <c>Authorization: Bearer …</c>. It is answered when the poll has ended: 200 when the definitions are current, or 202 when
    /// PostHog gave no answer or was not asked. Both have a small JSON document. 401 means that the secret is wrong, and 429 that there are more than one call per
    /// second, after 10 at once.
    /// </para>
    /// <para>
    /// The refresh endpoint checks its own secret, so authentication, fallback policies for authorization, and antiforgery do not apply to it. This method does not throw:
    /// without <c>AddPostHog()</c>, with invalid settings, or with a prefix that is no route, it maps nothing.
    /// </para>
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">Where the endpoints are.</param>
    /// <returns>A builder that adds conventions to all of them, such as <c>RequireHost(…)</c>.</returns>
    public static IEndpointConventionBuilder MapPostHog(this IEndpointRouteBuilder endpoints, string prefix = "/posthog")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        IServiceProvider services = endpoints.ServiceProvider;
        if (Group(endpoints, prefix) is not { } group)
        {
            services.GetService<ILogger<RefreshEndpoint>>()?.EndpointsNotMapped(prefix ?? "null");
            return endpoints.MapGroup(string.Empty);
        }

        if (OptionsOf(services) is not { } options)
        {
            return group;
        }

        group.MapExplain(services, options.Explain);
        if (options.Definitions.RefreshSecret is { Length: > 0 } secret)
        {
            var refresh = new RefreshEndpoint(secret, services.GetRequiredKeyedService<TimeProvider>(LibraryClockAttribute.ServiceKey));
            group.MapPost("/refresh", refresh.InvokeAsync).AllowAnonymous().DisableAntiforgery().WithDisplayName("PostHog refresh");
        }

        return group;
    }

    private static RouteGroupBuilder? Group(IEndpointRouteBuilder endpoints, string? prefix)
    {
        try
        {
            return prefix is null ? null : endpoints.MapGroup(prefix);
        }
        catch (RoutePatternException)
        {
            return null;
        }
    }

    private static PostHogFeatureManagementOptions? OptionsOf(IServiceProvider services)
    {
        try
        {
            // Without AddPostHog(), these are the default options, which have no secret.
            return services.GetService<IOptions<PostHogFeatureManagementOptions>>()?.Value;
        }
        catch (OptionsValidationException)
        {
            // The start of the application reports it.
            return null;
        }
    }
}
