using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.AspNetCore.Gates;
using PostHogFeatureManagement.Identity;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Extension methods that add PostHog to the request pipeline.</summary>
public static class PostHogApplicationBuilderExtensions
{
    /// <summary>
    /// Makes checks find their request, with its caller and its answers, a little faster. The caller is looked for once per request, when the first flag is
    /// checked. Call it after <c>UseAuthentication()</c>. Flags also work without it.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <exception cref="InvalidOperationException"><c>AddPostHog()</c> was not called.</exception>
    public static IApplicationBuilder UsePostHog(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        ThrowIfNotAdded(app.ApplicationServices, nameof(UsePostHog));
        return app.UseMiddleware<PostHogMiddleware>();
    }

    /// <summary>
    /// Answers requests to disabled features before authorization runs. Without it, a visitor who is not signed in is sent to the login page even when the
    /// endpoint's feature is disabled. Call it after routing, <c>UseCors()</c> and <c>UseAuthentication()</c>, and before <c>UseAuthorization()</c> if you
    /// call that. It reads <c>RequireFeature(…)</c>, and <c>[FeatureGate]</c> on MVC controllers and actions, Razor Pages, Razor components and minimal API
    /// handlers. It cannot see <c>WithFeatureGate(…)</c>, which adds no endpoint metadata. Choose the response with <c>WithDisabledFeatureResult(…)</c>.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <exception cref="InvalidOperationException"><c>AddPostHog()</c> was not called.</exception>
    public static IApplicationBuilder UsePostHogGates(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        ThrowIfNotAdded(app.ApplicationServices, nameof(UsePostHogGates));
        return app.UseMiddleware<GateMiddleware>();
    }

    // Asks for the registration only, because creating the service would read and validate the settings too early.
    private static void ThrowIfNotAdded(IServiceProvider services, string method)
    {
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(AmbientCaller)) == false)
        {
            throw new InvalidOperationException($"Call builder.Services.AddFeatureManagement().AddPostHog() before {method}().");
        }
    }
}
