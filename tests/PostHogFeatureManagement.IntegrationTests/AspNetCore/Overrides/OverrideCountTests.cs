using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.Support;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore.Overrides;

/// <summary>Operators see in their metrics that requests carry tokens, and what becomes of them.</summary>
[Trait("Promise", "EM-05")]
[Trait("Promise", "OP-01")]
public sealed class OverrideCountTests
{
    private const string Counter = "posthog.overrides.requests";

    [Fact]
    public async Task Requests_WithAndWithoutToken_CountByWhatBecameOfIt()
    {
        await using GateHost host = await OverrideHost.StartAsync(pipeline: Map, allowed: "be*");
        using var metrics = new RecordedMetrics(host.Services.GetRequiredService<IMeterFactory>());
        string?[] tokens =
        [
            host.Token("beta=true"),
            host.Token("beta=true"),
            host.Token("beta=true old=false"),
            host.Token("old=false"),
            host.Token("beta=true", distinctId: "ben"),
            "nonsense",
            null,
        ];
        foreach (string? token in tokens)
        {
            using HttpResponseMessage response = await host.SendWithTokenAsync("/", token, "anna");
        }

        Assert.Equal(
            (2, 1, 1, 1, 1, 6),
            (Count("applied"), Count("partly_applied"), Count("policy"), Count("subject"), Count("malformed"), metrics.Sum(Counter)));

        double Count(string result) => metrics.Sum(Counter, $"posthog.overrides.result={result}");
    }

    private static void Map(WebApplication app)
    {
        app.UseTestUser();
        app.UsePostHog();
        app.MapGet("/", static () => "hello");
    }
}
