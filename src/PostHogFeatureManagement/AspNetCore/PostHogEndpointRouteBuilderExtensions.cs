using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement;
using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.AspNetCore.Bootstrap;
using PostHogFeatureManagement.AspNetCore.Explanations;
using PostHogFeatureManagement.AspNetCore.Overrides;
using PostHogFeatureManagement.AspNetCore.Proxy;
using PostHogFeatureManagement.Diagnostics;

namespace Microsoft.AspNetCore.Routing;

/// <summary>Extension methods that map PostHog's endpoints.</summary>
public static class PostHogEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the endpoints for PostHog. Each exists only when it is configured. Only <c>{prefix}/bootstrap.js</c>, a script for the <c>posthog-bootstrap</c> tag,
    /// always exists.
    /// </summary>
    /// <remarks>
    /// <para>
    /// <c>POST {prefix}/refresh</c> exists with <see cref="PostHogDefinitionsOptions.RefreshSecret"/>. It makes this instance ask PostHog for the current
    /// definitions, for example when a webhook of PostHog reports a changed flag. A call needs the secret in the header <c>Authorization: Bearer …</c>. It is
    /// answered when the poll has ended: 200 when the definitions are current, or 202 when PostHog gave no answer or was not asked. Both have a small JSON
    /// document. 401 means that the secret is wrong, and 429 that there are more than one call per second, after 10 at once. It checks its own secret, so
    /// authentication, fallback policies for authorization, and antiforgery do not apply to it.
    /// </para>
    /// <para>
    /// <c>GET {prefix}/flags</c> exists with <see cref="PostHogEndpointOptions.Flags"/>. The flags are the caller's, as gates see them:
    /// <c>{ "featureFlags": { … }, "featureFlagPayloads": { … } }</c>, with an ETag. Payloads are strings of JSON.
    /// <c>"errorsWhileComputingFlags": true</c> says that PostHog could not be asked. 429 means too many requests
    /// (<see cref="PostHogEndpointOptions.RequestsPerMinute"/>).
    /// </para>
    /// <para>
    /// <c>GET {prefix}/explain/{flag}?id=…</c> exists with <see cref="PostHogExplainOptions.Policy"/>, or in Development for this machine. It explains why a caller
    /// has a flag, as a page for browsers and as JSON for others.
    /// </para>
    /// <para>
    /// <c>{prefix}/overrides</c> exists in Development, and elsewhere with <see cref="PostHogOverridesOptions.SigningKeys"/>. It is a page that shows what a token
    /// sets, and keeps it in a cookie of this browser when the visitor asks for it. That needs <c>AddAntiforgery()</c>, which MVC and Razor Pages call. In
    /// Development, on this machine, the page also makes tokens. It limits how often it can be called.
    /// </para>
    /// <para>
    /// This method does not throw: without <c>AddPostHog()</c>, with invalid settings, or with a prefix that is no route, it maps nothing.
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
            services.GetService<ILogger<RefreshEndpoint>>()?.EndpointsNotMapped(nameof(MapPostHog), prefix ?? "null");
            return endpoints.MapGroup(string.Empty);
        }

        // Without AddPostHog(), nothing needs the script.
        if (OptionsOf(services) is not { } options || services.GetService<IServiceProviderIsService>()?.IsService(typeof(BootstrapPage)) != true)
        {
            return group;
        }

        BootstrapScript.Map(group);
        if (options.Endpoint.Flags.Count > 0)
        {
            FlagsEndpoint.Map(group, options.Endpoint);
        }

        group.MapExplain(services, options.Explain);
        if (options.Definitions.RefreshSecret is { Length: > 0 } secret)
        {
            var refresh = new RefreshEndpoint(secret, services.GetRequiredKeyedService<TimeProvider>(LibraryClockAttribute.ServiceKey));
            group.MapPost("/refresh", refresh.InvokeAsync).AllowAnonymous().DisableAntiforgery().WithDisplayName("PostHog refresh");
        }

        if (services.GetService<OverrideCheck>() is { IsOn: true })
        {
            group.MapMethods("/overrides", ["GET", "POST"], services.GetRequiredService<OverrideEndpoint>().InvokeAsync)
                .WithDisplayName("PostHog overrides")
                .WithMetadata(OverrideEndpoint.Mark, new ExcludeFromDescriptionAttribute());
        }

        return group;
    }

    /// <summary>
    /// Passes requests below a path on to PostHog, so that posthog-js works with a content security policy of <c>default-src 'self'</c> and is not blocked as
    /// another site's script. Set <see cref="PostHogBrowserOptions.ApiHost"/> to the same path.
    /// </summary>
    /// <remarks>
    /// Cookies, credentials and all headers that PostHog does not need stay here. PostHog gets the client's address in <c>X-Forwarded-For</c>. Bodies are
    /// streamed; a request may have 10 MiB, a response 32 MiB, and both together take 30 s at most. 502 and 504 mean that PostHog gave no answer, 404 that
    /// PostHog is switched off. Each request is passed on once. Authentication, fallback policies and antiforgery do not apply. Without <c>AddPostHog()</c> or
    /// with a path that is no route, it maps nothing.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path, without parameters.</param>
    /// <returns>A builder that adds conventions, such as <c>RequireRateLimiting(…)</c>.</returns>
    public static IEndpointConventionBuilder MapPostHogProxy(this IEndpointRouteBuilder endpoints, string prefix)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        IServiceProvider services = endpoints.ServiceProvider;
        if (Group(endpoints, prefix) is not { } group)
        {
            services.GetService<ILogger<PostHogProxy>>()?.EndpointsNotMapped(nameof(MapPostHogProxy), prefix ?? "null");
            return endpoints.MapGroup(string.Empty);
        }

        if (OptionsOf(services) is not null && services.GetService<PostHogProxy>() is { } proxy)
        {
            group.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], proxy.InvokeAsync)
                .AllowAnonymous().DisableAntiforgery().WithDisplayName("PostHog proxy");
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
