using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.AspNetCore;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Resilience;

/// <summary>An application with one gated page, "beta", which PostHog opens for everyone.</summary>
internal static class GatedApp
{
    public static GateHostSettings Settings { get; } = new(FlagJson.Set(FlagJson.On("beta")))
    {
        Remote = true,
        Pipeline = static app =>
        {
            app.UseTestUser();
            app.UsePostHog();
            app.MapGet("/beta", static () => "open").WithFeatureGate("beta");
        },
    };

    public static async Task<HttpStatusCode> VisitAsync(this GateHost host, string user)
    {
        using HttpResponseMessage response = await host.SendAsync("/beta", user);
        return response.StatusCode;
    }

    /// <summary>Many concurrent visitors, each with their own ID.</summary>
    public static Task<HttpStatusCode[]> VisitAsync(this GateHost host, string prefix, int visitors) =>
        Task.WhenAll(Enumerable.Range(0, visitors).Select(number => host.VisitAsync($"{prefix}-{number}")));

    public static PipelineStatus Evaluation(this GateHost host) => host.Services.GetRequiredService<IClientStatus>().Evaluation;

    public static BreakerStatus Circuit(this GateHost host) => host.Services.GetRequiredService<IClientStatus>().Circuit;
}
