using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.AspNetCore.Gates;

namespace Microsoft.AspNetCore.Builder;

/// <summary>PostHog in the request pipeline.</summary>
public static class PostHogApplicationBuilderExtensions
{
    /// <summary>
    /// Settles once per request who is asking. Put it after <c>UseAuthentication()</c>. Flags work without it too; finding the caller then costs a little more per check.
    /// </summary>
    /// <param name="app">The application.</param>
    public static IApplicationBuilder UsePostHog(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseMiddleware<PostHogMiddleware>();
    }

    /// <summary>
    /// Answers for closed features before authorization: without it a visitor who is not signed in gets the login page of an endpoint whose feature is off. Put it after
    /// routing, <c>UseCors()</c> and <c>UseAuthentication()</c>, and before an explicit <c>UseAuthorization()</c>. It reads <c>[FeatureGate]</c> on MVC controllers and actions, Razor Pages,
    /// Razor components and minimal API handlers, and <c>RequireFeature(…)</c>; <c>WithFeatureGate(…)</c> leaves nothing to read. What it answers is chosen with <c>WithDisabledFeatureResult(…)</c>.
    /// </summary>
    /// <param name="app">The application.</param>
    public static IApplicationBuilder UsePostHogGates(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseMiddleware<GateMiddleware>();
    }
}
