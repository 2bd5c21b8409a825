using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>A wrong answer of PostHog.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The body.</param>
/// <param name="Instance">The only instance that gets it; null for all.</param>
internal sealed record FleetFault(int Status, string Body = "{}", string? Instance = null)
{
    public bool Hits(string instance) => Instance is null || Instance == instance;

    public Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Body);
    }
}
