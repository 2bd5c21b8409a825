using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>Answers every request that has no answer yet.</summary>
internal sealed class OpenMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => context.Response.HasStarted ? next(context) : context.Response.WriteAsync("open");
}
