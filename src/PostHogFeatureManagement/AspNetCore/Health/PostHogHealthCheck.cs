using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Flags.Status;

namespace PostHogFeatureManagement.AspNetCore.Health;

/// <summary>
/// The state as a health check. An instance that has had an answer is never unhealthy again: trouble that all instances share would take all of them out of service,
/// although each can answer. It reads what is known and waits for nothing.
/// </summary>
internal sealed class PostHogHealthCheck(PostHogStatus status, IOptions<PostHogFeatureManagementOptions> options) : IHealthCheck
{
    private readonly bool _requiresData = options.Value.Health.RequireData;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        StatusReport report = status.Look();
        HealthStatus health = report.State switch
        {
            PostHogState.Ready => HealthStatus.Healthy,
            PostHogState.Stale or PostHogState.Error => HealthStatus.Degraded,
            _ => report.IsInGrace || _requiresData ? context.Registration.FailureStatus : HealthStatus.Degraded,
        };
        return Task.FromResult(new HealthCheckResult(health, $"{report.Word}: {report.Cause}", exception: null, report.Data));
    }
}
