using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

[Trait("Promise", "FM-22")]
public sealed class OpenApiTests
{
    private static readonly string[] VipPaths = ["/api/vip", "/minimal/vip", "/vips/list"];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Document_HideDisabledFeatures_ListsOnlyEndpointsOpenToCaller(bool scoped, bool remote)
    {
        await using GateHost host = await Site(app => app.MapOpenApi().HideDisabledFeatures(), scoped, remote).StartAsync();

        string[] vip = await PathsAsync(host, "u1", "scale");
        string[] free = await PathsAsync(host, "u2", "free");
        string[] vipAgain = await PathsAsync(host, "u1", "scale");

        Assert.Superset(VipPaths.ToHashSet(), vip.ToHashSet());
        Assert.Empty(free.Intersect(VipPaths));
        Assert.Equal(vip.Except(VipPaths), free);
        Assert.Equal(vip, vipAgain);
        Assert.Contains("/api/plain", free);
        Assert.Contains("/action/on", free);
        Assert.Contains("/endpoint/on", free);
        Assert.DoesNotContain("/action/off", vip);
        Assert.DoesNotContain("/controller/on", vip);
        Assert.DoesNotContain("/endpoint/off", vip);
        Assert.DoesNotContain("/group/off", vip);
    }

    [Fact]
    public async Task Document_EndpointHidden_OmitsItsSchemas()
    {
        await using GateHost host = await Site(app => app.MapOpenApi().HideDisabledFeatures()).StartAsync();

        string vip = await DocumentAsync(host, "u1", "scale");
        string free = await DocumentAsync(host, "u2", "free");

        Assert.Contains(nameof(VipThing), vip, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(VipThing), free, StringComparison.Ordinal);
        Assert.Contains(nameof(PlainThing), free, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_NoHideDisabledFeatures_ListsEverything()
    {
        await using GateHost host = await Site(app => app.MapOpenApi()).StartAsync();

        string[] paths = await PathsAsync(host, "u2", "free");

        Assert.Superset(VipPaths.Append("/action/off").ToHashSet(), paths.ToHashSet());
    }

    [Fact]
    public async Task Document_FlagChanges_Updates()
    {
        await using GateHost host = await Site(app => app.MapOpenApi().HideDisabledFeatures(), remote: true).StartAsync();

        Assert.Contains("/api/vip", await PathsAsync(host, "u1", "scale"));
        host.PostHog.SetActive("vip", false);

        Assert.DoesNotContain("/api/vip", await PathsAsync(host, "u3", "scale"));
    }

    [Fact]
    public async Task RequireFeature_AllControllers_HidesThem()
    {
        await using GateHost host = await Site(app =>
        {
            app.MapControllers().RequireFeature("vip");
            app.MapOpenApi().HideDisabledFeatures();
        }).StartAsync();

        Assert.Contains("/api/plain", await PathsAsync(host, "u1", "scale"));
        Assert.DoesNotContain("/api/plain", await PathsAsync(host, "u2", "free"));
        Assert.Contains("/endpoint/on", await PathsAsync(host, "u2", "free"));
    }

    [Fact]
    public async Task Document_ActionAlsoInClosedGroup_StaysListed()
    {
        await using GateHost host = await Site(app =>
        {
            app.MapGroup("/next").RequireFeature("off").MapControllers();
            app.MapOpenApi().HideDisabledFeatures();
        }).StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/next/action/on")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/action/on")).StatusCode);
        Assert.Contains("/action/on", await PathsAsync(host, "u2", "free"));
    }

    [Fact]
    public async Task HideDisabledFeatures_NoApiDescriptions_FailsAtStart()
    {
        var settings = new GateHostSettings(GateSite.Definitions)
        {
            Pipeline = app => app.MapGet("/document", () => "").HideDisabledFeatures(),
        };

        InvalidOperationException problem = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using GateHost host = await GateHost.StartAsync(settings);
            await host.Client.GetAsync("/document");
        });

        Assert.Contains("AddEndpointsApiExplorer", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddPostHog_NoApiDescriptions_AddsNone()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(GateSite.Definitions));

        Assert.Null(host.Services.GetService<IApiDescriptionGroupCollectionProvider>());
    }

    private static GateSite Site(Action<WebApplication> document, bool scoped = false, bool remote = false) => new()
    {
        Scoped = scoped,
        Remote = remote,
        Features = features =>
        {
            // Both registration orders are tested: before AddPostHog here, after it below.
            if (scoped)
            {
                features.Services.AddOpenApi();
            }
        },
        Services = services => services.AddOpenApi(),
        Endpoints = app =>
        {
            app.MapGet("/minimal/vip", () => "x").RequireFeature("vip");
            app.MapGroup("/vips").RequireFeature("vip").MapGet("/list", () => "x");
            document(app);
        },
    };

    private static async Task<string[]> PathsAsync(GateHost host, string user, string plan)
    {
        using JsonDocument document = JsonDocument.Parse(await DocumentAsync(host, user, plan));
        return [.. document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name)];
    }

    private static async Task<string> DocumentAsync(GateHost host, string user, string plan)
    {
        HttpResponseMessage response = await host.Client.SendAsync(HeaderUser.Get("/openapi/v1.json", user, plan));
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}
