using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>Lets the values of a token hold for the request that carries it. Thread-safe.</summary>
internal sealed class OverrideRequests(OverrideCheck check, FlagOverrides overrides, OverrideReport report, PostHogSwitch posthog, IHostEnvironment? environment = null)
{
    private readonly bool _saysWhy = environment is not null && !environment.IsProduction();

    /// <summary>Whether the request carries something to look at.</summary>
    public bool HasToken(HttpContext httpContext) => check.IsOn && posthog.UsesAnswers && OverrideCarrier.Find(httpContext.Request) is not null;

    public async Task InvokeAsync(HttpContext httpContext, RequestDelegate next)
    {
        AppliedOverrides applied = await check.CheckAsync(httpContext, OverrideCarrier.Find(httpContext.Request)!).ConfigureAwait(false);
        report.OverridesRequested(applied);
        httpContext.Features.Set(applied);
        httpContext.Response.OnStarting(() =>
        {
            OverrideHeaders.Write(httpContext.Response, applied, _saysWhy);
            return Task.CompletedTask;
        });
        using OverrideScope? scope = applied.Overrides is { } values ? overrides.Enter(values) : null;
        await next(httpContext).ConfigureAwait(false);
    }
}
