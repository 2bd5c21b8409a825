using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.AspNetCore;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

/// <summary>
/// Microsoft's <c>WithFeatureGate(…)</c> only adds a filter inside the endpoint's delegate. If these tests fail after an update, early gates and API documents
/// may be able to read it, and <c>docs/gates.md</c> no longer has to recommend <c>RequireFeature(…)</c>.
/// </summary>
[Trait("Promise", "FM-04")]
[Trait("Promise", "FM-22")]
public sealed class WithFeatureGateTests
{
    [Fact]
    public async Task WithFeatureGate_Endpoint_HasNoGateMetadata()
    {
        await using GateHost host = await new GateSite { Endpoints = app => app.MapGet("/bare/off", () => "with") }.StartAsync();
        IReadOnlyList<Endpoint> endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        Assert.Equal(KindsOf("/bare/off"), KindsOf("/with/off"));
        Assert.DoesNotContain(Of("/with/off").Metadata, item => item.GetType().Assembly.GetName().Name!.Contains("FeatureManagement", StringComparison.Ordinal));

        Endpoint Of(string path) => endpoints.OfType<RouteEndpoint>().Single(endpoint => endpoint.RoutePattern.RawText == path);
        IEnumerable<Type> KindsOf(string path) => Of(path).Metadata.Select(item => item.GetType());
    }

    [Theory]
    [InlineData("/with/off", HttpStatusCode.Redirect)]
    [InlineData("/endpoint/off", HttpStatusCode.NotFound)]
    public async Task ClosedEndpoint_BehindLogin_IsNotFoundOnlyWithRequireFeature(string path, HttpStatusCode expected)
    {
        await using GateHost host = await new GateSite { Locked = true }.StartAsync();

        Assert.Equal(expected, (await host.Client.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync(HeaderUser.Get(path, "u1"))).StatusCode);
    }

    [Fact]
    public async Task WithFeatureGate_Closed_StaysInApiDocument()
    {
        await using GateHost host = await new GateSite
        {
            Services = services => services.AddOpenApi(),
            Endpoints = app => app.MapOpenApi().HideDisabledFeatures(),
        }.StartAsync();

        using JsonDocument document = JsonDocument.Parse(await host.GetAsync("/openapi/v1.json"));

        Assert.True(document.RootElement.GetProperty("paths").TryGetProperty("/with/off", out _));
        Assert.False(document.RootElement.GetProperty("paths").TryGetProperty("/endpoint/off", out _));
    }

    [Theory]
    [InlineData("off", HttpStatusCode.NotFound)]
    [InlineData("on", HttpStatusCode.OK)]
    public async Task WithFeatureGate_AnyEndpoint_GatesIt(string feature, HttpStatusCode expected)
    {
        await using GateHost host = await new GateSite
        {
            Early = false,
            Services = services =>
            {
                services.AddSignalR();
                services.AddHealthChecks();
            },
            Endpoints = app =>
            {
                app.MapHub<OpenHub>("/hub").WithFeatureGate(feature);
                app.MapHealthChecks("/health").WithFeatureGate(feature);
                app.MapGet("/delegate", context => context.Response.WriteAsync("open")).WithFeatureGate(feature);
                app.MapControllers().WithFeatureGate(feature);
            },
        }.StartAsync();

        Assert.Equal(expected, (await host.Client.PostAsync("/hub/negotiate?negotiateVersion=1", null)).StatusCode);
        Assert.Equal(expected, (await host.Client.GetAsync("/health")).StatusCode);
        Assert.Equal(expected, (await host.Client.GetAsync("/delegate")).StatusCode);
        Assert.Equal(expected, (await host.Client.GetAsync("/action/on")).StatusCode);
    }
}
