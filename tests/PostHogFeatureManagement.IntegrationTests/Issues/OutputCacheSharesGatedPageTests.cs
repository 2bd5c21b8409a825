using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// With an output cache around a gate that is open for half of the anonymous visitors, all of them got the page that one of them may see, and nothing said why.
/// </summary>
[Trait("Promise", "FM-22")]
public sealed class OutputCacheSharesGatedPageTests
{
    private const string Definitions = """
        {"flags":[{"id":1,"key":"half","active":true,"filters":{"groups":[{"properties":[],"rollout_percentage":50}]}}]}
        """;

    private static readonly string[] Visitors = ["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8"];

    [Theory]
    [InlineData("/required")]
    [InlineData("/cached")]
    public async Task Gate_BeforeOutputCache_DecidesForEachVisitor(string path)
    {
        await using GateHost host = await StartAsync(static app =>
        {
            app.UsePostHog();
            app.UsePostHogGates();
            app.UseOutputCache();
        });

        await AssertOwnPagesAsync(host, path);
        Assert.Equal(0, Warnings(host));
    }

    [Theory]
    [InlineData("/required")]
    [InlineData("/cached")]
    public async Task Gate_InsideOutputCache_IsReportedOnce(string path)
    {
        await using GateHost host = await StartAsync(static app =>
        {
            app.UseOutputCache();
            app.UsePostHog();
        });

        foreach (string visitor in Visitors)
        {
            await VisitAsync(host, path, visitor);
        }

        Assert.Equal(1, Warnings(host));
    }

    [Fact]
    public async Task Gate_BetweenUsePostHogAndHandler_IsReported()
    {
        await using GateHost host = await StartAsync(static app =>
        {
            app.UsePostHog();
            app.UseOutputCache();
            app.UsePostHogGates();
        });

        await VisitAsync(host, "/required", "v1");

        Assert.Equal(1, Warnings(host));
    }

    [Fact]
    public async Task Gate_PolicyVariesByFeature_DecidesForEachVisitor()
    {
        await using GateHost host = await StartAsync(static app =>
        {
            app.UseOutputCache();
            app.UsePostHog();
            app.UsePostHogGates();
        });

        await AssertOwnPagesAsync(host, "/varied");
        Assert.Equal(0, Warnings(host));
    }

    [Fact]
    public async Task Gate_ResponseIsNotCached_IsNotReported()
    {
        await using GateHost host = await StartAsync(static app =>
        {
            app.UseOutputCache();
            app.UsePostHog();
            app.UsePostHogGates();
        });

        await AssertOwnPagesAsync(host, "/uncached");
        Assert.Equal(0, Warnings(host));
    }

    private static Task<GateHost> StartAsync(Action<WebApplication> order) => GateHost.StartAsync(new GateHostSettings(Definitions)
    {
        Services = static services =>
        {
            services.AddControllers();
            services.AddOutputCache(static cache => cache.AddPolicy("by-half", static policy => policy.VaryByValue(static async (httpContext, cancellationToken) =>
            {
                var features = httpContext.RequestServices.GetRequiredService<IVariantFeatureManagerSnapshot>();
                return KeyValuePair.Create("half", (await features.IsEnabledAsync("half", cancellationToken)).ToString());
            })));
        },
        Pipeline = app =>
        {
            app.UseRouting();
            order(app);
            app.MapGet("/required", static () => "open").RequireFeature("half").CacheOutput();
            app.MapGet("/varied", static () => "open").RequireFeature("half").CacheOutput("by-half");
            app.MapGet("/uncached", static () => "open").RequireFeature("half");
            app.MapControllers();
        },
    });

    private static async Task AssertOwnPagesAsync(GateHost host, string path)
    {
        var seen = new HashSet<HttpStatusCode>();
        foreach (string visitor in (string[])[.. Visitors, .. Visitors])
        {
            FlagResult flag = await host.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync("half", new PostHogContext(visitor));
            HttpStatusCode status = await VisitAsync(host, path, visitor);
            Assert.Equal((visitor, flag.IsEnabled ? HttpStatusCode.OK : HttpStatusCode.NotFound), (visitor, status));
            seen.Add(status);
        }

        Assert.Equal(2, seen.Count);
    }

    private static async Task<HttpStatusCode> VisitAsync(GateHost host, string path, string visitor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", $"ph_phc_emulator_posthog=%7B%22distinct_id%22%3A%22{visitor}%22%7D");
        using HttpResponseMessage response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static int Warnings(GateHost host) => host.Logs.Troubles.Count(static entry => entry.EventId.Id == LogEvents.OutputCacheAroundGate);
}
