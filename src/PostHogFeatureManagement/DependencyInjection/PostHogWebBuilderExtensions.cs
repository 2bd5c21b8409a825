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

/// <summary>Gates and callers in web applications.</summary>
public static class PostHogWebBuilderExtensions
{
    /// <summary>
    /// Chooses one answer for closed features: of MVC actions and Razor Pages with <c>[FeatureGate]</c>, of endpoints with <c>RequireFeature(…)</c>, and of everything <c>UsePostHogGates()</c> closes.
    /// An <c>IDisabledFeaturesHandler</c> of the application's own keeps the word for MVC actions. <c>WithFeatureGate(…)</c> always answers 404. The last choice counts.
    /// </summary>
    /// <param name="builder">What <c>AddPostHog()</c> returned.</param>
    /// <param name="result">The answer.</param>
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
    /// In Blazor Server circuits, where there is no request, the caller is the user of the <c>AuthenticationStateProvider</c>; a visitor who is not signed in is who they were when the circuit's
    /// connection was opened. A class given to <c>WithPostHogContext&lt;T&gt;()</c> comes first and is made from the circuit's services. An <c>ITargetingContextAccessor</c> is not asked in a circuit.
    /// </summary>
    /// <param name="builder">What <c>AddPostHog()</c> returned.</param>
    public static IFeatureManagementBuilder WithBlazorCircuits(this IFeatureManagementBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.TryMark<CircuitConnection>())
        {
            builder.Services.AddScoped<CircuitVisitor>();
            builder.Services.AddScoped<CircuitCaller>();
            builder.Services.AddScoped<CircuitHandler, PostHogCircuitHandler>();
            builder.Services.AddOptions<HubOptions>().Configure<CircuitConnection>(static (options, connection) => options.AddFilter(connection));
        }

        return builder;
    }
}
