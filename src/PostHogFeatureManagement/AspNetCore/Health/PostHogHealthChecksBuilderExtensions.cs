using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogFeatureManagement.AspNetCore.Health;
using PostHogFeatureManagement.Flags.Status;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the state of PostHog's flags to an application's health checks.</summary>
public static class PostHogHealthChecksBuilderExtensions
{
    private const string ReadyTag = "ready";

    /// <summary>
    /// Adds a health check that tells whether this instance can answer with PostHog's flags: healthy, degraded with old answers or a part in trouble, and unhealthy
    /// only right after the start, before the first answer. It does no I/O.
    /// </summary>
    /// <remarks>
    /// Use it for readiness, not for liveness: a restart brings no answer. <c>PostHog:Health:StartupGrace</c> (30 s) says how long an instance without an answer is
    /// unhealthy, <c>PostHog:Health:RequireData</c> whether it stays so.
    /// </remarks>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">The status before the first answer. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The tags of the check. Null: <c>ready</c>.</param>
    /// <param name="timeout">How long the check may take. Null: as long as it takes. It waits for nothing.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    public static IHealthChecksBuilder AddPostHog(
        this IHealthChecksBuilder builder,
        string name = "posthog",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        return builder.Add(new HealthCheckRegistration(name, Create, failureStatus, tags ?? [ReadyTag], timeout));
    }

    private static PostHogHealthCheck Create(IServiceProvider services) => services.GetService<PostHogStatus>() is null
        ? throw new InvalidOperationException("The health check needs AddFeatureManagement().AddPostHog().")
        : ActivatorUtilities.CreateInstance<PostHogHealthCheck>(services);
}
