using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement;
using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.AspNetCore.Overrides;
using PostHogFeatureManagement.Diagnostics;

namespace Microsoft.AspNetCore.Routing;

/// <summary>Extension methods that map PostHog's endpoints.</summary>
public static class PostHogEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the endpoints for PostHog. Each exists only when it is configured.
    /// </summary>
    /// <remarks>
    /// <para>
    /// <c>POST {prefix}/refresh</c> exists with <see cref="PostHogDefinitionsOptions.RefreshSecret"/>. It makes this instance ask PostHog for the current definitions,
    /// for example when a webhook of PostHog reports a changed flag. A call needs the secret in the header <c>Authorization: Bearer …</c>. It is answered when the poll has ended: 200 when the definitions are current, or 202 when
    /// PostHog gave no answer or was not asked. Both have a small JSON document. 401 means that the secret is wrong, and 429 that there are more than one call per
    /// second, after 10 at once.
    /// </para>
    /// <para>
    /// <c>{prefix}/overrides</c> exists in Development, and elsewhere with <see cref="PostHogOverridesOptions.SigningKeys"/>. It is a page that shows what a token
    /// sets, and keeps it in a cookie of this browser when the visitor asks for it. That needs <c>AddAntiforgery()</c>, which MVC and Razor Pages call. In
    /// Development, on this machine, the page also makes tokens.
    /// </para>
    /// <para>
    /// The refresh checks its own secret, so authentication, fallback policies for authorization, and antiforgery do not apply to it. Both limit how often they can be called. This method does not throw:
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

        PostHogFeatureManagementOptions? options = OptionsOf(services);
        if (options?.Definitions.RefreshSecret is { Length: > 0 } secret)
        {
            var refresh = new RefreshEndpoint(secret, services.GetRequiredKeyedService<TimeProvider>(LibraryClockAttribute.ServiceKey));
            group.MapPost("/refresh", refresh.InvokeAsync).AllowAnonymous().DisableAntiforgery().WithDisplayName("PostHog refresh");
        }

        if (options is not null && services.GetService<OverrideCheck>() is { IsOn: true })
        {
            group.MapMethods("/overrides", ["GET", "POST"], services.GetRequiredService<OverrideEndpoint>().InvokeAsync)
                .WithDisplayName("PostHog overrides")
                .WithMetadata(OverrideEndpoint.Mark, new ExcludeFromDescriptionAttribute());
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
