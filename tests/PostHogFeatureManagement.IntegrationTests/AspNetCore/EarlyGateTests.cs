using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

[Trait("Promise", "FM-22")]
public sealed class EarlyGateTests
{
    public static TheoryData<string> Kinds => ["action", "controller", "page", "endpoint", "attribute", "group"];

    public static TheoryData<string, HttpStatusCode> Actions => new()
    {
        { "on", HttpStatusCode.OK },
        { "off", HttpStatusCode.NotFound },
        { "all", HttpStatusCode.NotFound },
        { "any", HttpStatusCode.OK },
        { "negated-on", HttpStatusCode.NotFound },
        { "negated-off", HttpStatusCode.OK },
        { "negated-all", HttpStatusCode.OK },
        { "negated-any", HttpStatusCode.NotFound },
        { "several-closed", HttpStatusCode.NotFound },
        { "several-open", HttpStatusCode.OK },
        { "enum", HttpStatusCode.OK },
        { "derived", HttpStatusCode.NotFound },
        { "own-rule", HttpStatusCode.OK },
    };

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task ClosedGate_NotSignedIn_IsNotFoundInsteadOfLogin(bool scoped, bool remote)
    {
        await using GateHost host = await new GateSite { Locked = true, Scoped = scoped, Remote = remote }.StartAsync();
        host.Client.DefaultRequestHeaders.Add("Cookie", "ph_phc_emulator_posthog=%7B%22distinct_id%22%3A%22v1%22%7D");

        foreach (string kind in Kinds)
        {
            string path = kind == "controller" ? "/controller/on" : $"/{kind}/off";
            Assert.Equal((kind, HttpStatusCode.NotFound), (kind, (await host.Client.GetAsync(path)).StatusCode));
        }

        foreach (string kind in new[] { "action", "page", "endpoint", "attribute" })
        {
            HttpResponseMessage response = await host.Client.GetAsync($"/{kind}/on");
            Assert.Equal((kind, HeaderUser.LoginPath), (kind, response.Headers.Location?.OriginalString));
        }

        Assert.Empty(host.Logs.Troubles);
    }

    [Fact]
    public async Task ClosedGate_NoEarlyGates_RedirectsToLogin()
    {
        await using GateHost host = await new GateSite { Locked = true, Early = false }.StartAsync();

        Assert.Equal(HeaderUser.LoginPath, (await host.Client.GetAsync("/action/off")).Headers.Location?.OriginalString);
        Assert.Equal(HeaderUser.LoginPath, (await host.Client.GetAsync("/endpoint/off")).Headers.Location?.OriginalString);
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task FeatureGate_Early_DecidesLikeAttribute(string action, HttpStatusCode expected)
    {
        await using GateHost early = await new GateSite { Locked = true }.StartAsync();
        await using GateHost late = await new GateSite { Early = false }.StartAsync();

        Assert.Equal(expected, (await late.Client.GetAsync($"/action/{action}")).StatusCode);

        // In the locked site, a request through an open gate is sent to the login page before it reaches the attribute.
        HttpStatusCode lockedOut = expected == HttpStatusCode.OK ? HttpStatusCode.Redirect : expected;
        Assert.Equal(lockedOut, (await early.Client.GetAsync($"/action/{action}")).StatusCode);
    }

    [Fact]
    public async Task RequireFeature_Early_DecidesForSignedInCaller()
    {
        await using GateHost host = await new GateSite { Locked = true, Endpoints = app => app.MapGet("/vip", () => "vip").RequireFeature("vip") }.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync(HeaderUser.Get("/vip", "u1", "scale"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync(HeaderUser.Get("/vip", "u2", "free"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync(HeaderUser.Get("/vip"))).StatusCode);
    }

    [Theory]
    [InlineData("any", HttpStatusCode.OK)]
    [InlineData("negated", HttpStatusCode.NotFound)]
    [InlineData("negated-all", HttpStatusCode.OK)]
    [InlineData("twice", HttpStatusCode.NotFound)]
    public async Task RequireFeature_EarlyOrNot_HonorsRequirementAndNegation(string path, HttpStatusCode expected)
    {
        foreach (bool early in new[] { true, false })
        {
            await using GateHost host = await new GateSite { Early = early, Endpoints = MapRequirements }.StartAsync();

            Assert.Equal((early, expected), (early, (await host.Client.GetAsync($"/require/{path}")).StatusCode));
        }

        static void MapRequirements(WebApplication app)
        {
            app.MapGet("/require/any", () => "x").RequireFeature(RequirementType.Any, "off", "on");
            app.MapGet("/require/negated", () => "x").RequireFeature(RequirementType.All, negate: true, "on");
            app.MapGet("/require/negated-all", () => "x").RequireFeature(negate: true, "on", "off");
            app.MapGet("/require/twice", () => "x").RequireFeature("on").RequireFeature("off");
        }
    }

    [Fact]
    public async Task RequireFeature_HubOrControllersWithoutEarlyGates_GatesThem()
    {
        await using GateHost host = await new GateSite
        {
            Early = false,
            Endpoints = app =>
            {
                app.MapHub<OpenHub>("/hub/off").RequireFeature("off");
                app.MapHub<OpenHub>("/hub/on").RequireFeature("on");
                app.MapControllers().RequireFeature("off");
            },
            Services = services => services.AddSignalR(),
        }.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.PostAsync("/hub/off/negotiate?negotiateVersion=1", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync("/hub/on/negotiate?negotiateVersion=1", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/action/on")).StatusCode);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.NotFound)]
    [InlineData(false, HttpStatusCode.OK)]
    public async Task FeatureGate_Hub_ClosesOnlyEarly(bool early, HttpStatusCode expected)
    {
        await using GateHost host = await new GateSite { Early = early, Endpoints = app => app.MapHub<ClosedHub>("/hub"), Services = services => services.AddSignalR() }.StartAsync();

        Assert.Equal(expected, (await host.Client.PostAsync("/hub/negotiate?negotiateVersion=1", null)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GlobalFilter_FeatureGate_GatesEveryAction(bool early)
    {
        await using GateHost host = await new GateSite
        {
            Early = early,
            Services = services => services.Configure<MvcOptions>(options => options.Filters.Add(new FeatureGateAttribute("off"))),
        }.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/action/on")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/endpoint/on")).StatusCode);
    }

    [Fact]
    public async Task UsePostHogGates_AfterAuthorization_WarnsOnce()
    {
        await using GateHost host = await new GateSite { Early = false, Endpoints = app => app.UsePostHogGates() }.StartAsync();

        await host.Client.GetAsync("/action/on");
        await host.Client.GetAsync("/action/on");

        Assert.Equal(LogEvents.GatesRunAfterAuthorization, Assert.Single(host.Logs.Troubles).EventId.Id);
    }
}
