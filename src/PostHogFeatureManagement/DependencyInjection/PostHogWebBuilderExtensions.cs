using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement;
using PostHogFeatureManagement.AspNetCore.Blazor;
using PostHogFeatureManagement.AspNetCore.Gates;
using PostHogFeatureManagement.DependencyInjection;

namespace Microsoft.FeatureManagement;

/// <summary>Configures feature gates and callers in web applications.</summary>
public static class PostHogWebBuilderExtensions
{
    /// <summary>
    /// Sets the response to requests whose feature is disabled. Without this call, the response is <see cref="DisabledFeatureResult.NotFound"/>. When you
    /// call the method more than once, the last call counts.
    /// </summary>
    /// <remarks>
    /// The response is used for MVC actions and Razor Pages with <c>[FeatureGate]</c>, for endpoints with <c>RequireFeature(…)</c>, and for all requests that
    /// <c>UsePostHogGates()</c> refuses. For MVC actions, the application's own <c>IDisabledFeaturesHandler</c> takes precedence. Endpoints with
    /// <c>WithFeatureGate(…)</c> always answer 404.
    /// </remarks>
    /// <param name="builder">The result of <c>AddPostHog()</c>.</param>
    /// <param name="result">The response.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="result"/> is null.</exception>
    public static IFeatureManagementBuilder WithDisabledFeatureResult(this IFeatureManagementBuilder builder, DisabledFeatureResult result)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(result);
        builder.Services.Replace(ServiceDescriptor.Singleton(result));
        if (builder.Services.TryMark<PageGateFilter>())
        {
            builder.Services.TryAddSingleton<IDisabledFeaturesHandler, DisabledFeaturesHandler>();
            builder.Services.Configure<MvcOptions>(static options => options.Filters.AddService<PageGateFilter>(int.MinValue));
        }

        return builder;
    }

    /// <summary>
    /// Finds the caller in Blazor Server circuits, which have no request: the user of the <c>AuthenticationStateProvider</c>. For a visitor
    /// who is not signed in, the caller is the visitor whose request opened the circuit's connection. An override token in the cookies of that request holds in
    /// the circuit, too, until it ends. Calling the method again changes nothing.
    /// </summary>
    /// <remarks>
    /// The application's own accessor takes precedence, as in a request: a class that you pass to <c>WithPostHogContext&lt;T&gt;()</c>, or else an
    /// <c>ITargetingContextAccessor</c>. It is resolved from the circuit's services.
    /// </remarks>
    /// <param name="builder">The result of <c>AddPostHog()</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IFeatureManagementBuilder WithBlazorCircuits(this IFeatureManagementBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.TryMark<CircuitConnection>())
        {
            builder.Services.AddScoped<CircuitCaller>();
            builder.Services.AddScoped<CircuitOverrides>();
            builder.Services.AddScoped<CircuitHandler, PostHogCircuitHandler>();
            builder.Services.AddOptions<HubOptions>().Configure<CircuitConnection>(static (options, connection) => options.AddFilter(connection));
        }

        return builder;
    }
}
