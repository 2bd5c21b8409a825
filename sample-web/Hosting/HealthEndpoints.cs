using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SampleWeb.Hosting;

internal static class HealthEndpoints
{
    /// <summary>
    /// Maps <c>/health/ready</c>, for a load balancer: every check that is tagged <c>ready</c>, with what it says. And <c>/health/live</c>, for whoever restarts the
    /// process: it only says that the process answers, because a restart helps against nothing else.
    /// </summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = static check => check.Tags.Contains("ready"), ResponseWriter = WriteAsync });
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            Status = report.Status.ToString(),
            Checks = report.Entries.ToDictionary(
                static check => check.Key,
                static check => new { Status = check.Value.Status.ToString(), check.Value.Description, check.Value.Data }),
        },
        context.RequestAborted);
}
