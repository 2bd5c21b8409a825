using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.Testing.Hosting;

/// <summary>Runs before everything else, and lets a request see the flags of the test that sent it. It is the only code that reads the header.</summary>
internal sealed class TestStartupFilter(RunningTests tests, FlagOverrides overrides) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(InvokeAsync);
        next(app);
    };

    private async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        string? id = context.Request.Headers[RunningTests.Header];
        if (string.IsNullOrEmpty(id))
        {
            await next(context).ConfigureAwait(false);
        }
        else if (tests.Find(id) is { } test)
        {
            using OverrideScope scope = overrides.Enter(test);
            await next(context).ConfigureAwait(false);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync(
                $"The test of the header {RunningTests.Header} has ended, or it belongs to another host.", context.RequestAborted).ConfigureAwait(false);
        }
    }
}
