using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Overrides;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.AspNetCore.Overrides;

/// <summary>
/// Lets the values of a token hold for the request that carries it. A connection is a request that can last longer than the token. Thread-safe.
/// </summary>
internal sealed class OverrideRequests(
    OverrideCheck check,
    FlagOverrides overrides,
    OverrideReport report,
    PostHogSwitch posthog,
    [LibraryClock] TimeProvider time,
    IHostEnvironment? environment = null)
{
    private readonly bool _saysWhy = environment is not null && !environment.IsProduction();

    /// <summary>Whether the request carries something to look at.</summary>
    public bool HasToken(HttpContext httpContext) => check.IsOn && posthog.UsesAnswers && OverrideCarrier.Find(httpContext.Request) is not null;

    /// <summary>What a request's token sets, for what comes after the request. It does not count once more. Null when there is no token.</summary>
    public async Task<AppliedOverrides?> CheckAsync(HttpContext httpContext) =>
        HasToken(httpContext) ? await check.CheckAsync(httpContext, OverrideCarrier.Find(httpContext.Request)!).ConfigureAwait(false) : null;

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
        using ITimer? end = scope is not null && CurrentRequests.IsConnection(httpContext) ? applied.EndLater(scope, time) : null;
        await next(httpContext).ConfigureAwait(false);
    }
}
