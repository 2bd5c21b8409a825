using PostHogFeatureManagement.AspNetCore;

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
}
