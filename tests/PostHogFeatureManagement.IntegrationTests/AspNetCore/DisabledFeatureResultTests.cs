using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.Mvc;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

[Trait("Promise", "FM-22")]
public sealed class DisabledFeatureResultTests
{
    public static TheoryData<string, bool> PathsAndTiming
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (string path in new[] { "/action/off", "/controller/on", "/page/off", "/endpoint/off", "/group/off" })
            {
                data.Add(path, true);
                data.Add(path, false);
            }

            data.Add("/attribute/off", true);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PathsAndTiming))]
    public async Task NotFound_AnyEndpoint_HasNoBody(string path, bool early)
    {
        HttpResponseMessage response = await GetAsync(DisabledFeatureResult.NotFound, path, early);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [MemberData(nameof(PathsAndTiming))]
    public async Task Forbidden_AnyEndpoint_HasNoBody(string path, bool early)
    {
        HttpResponseMessage response = await GetAsync(DisabledFeatureResult.Forbidden, path, early);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [MemberData(nameof(PathsAndTiming))]
    public async Task RedirectTo_AnyEndpoint_Redirects(string path, bool early)
    {
        HttpResponseMessage response = await GetAsync(DisabledFeatureResult.RedirectTo("/soon?from=gate"), path, early);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/soon?from=gate", response.Headers.Location?.OriginalString);
    }

    [Theory]
    [MemberData(nameof(PathsAndTiming))]
    public async Task Problem_AnyEndpoint_NamesFeaturesOnlyWhenRequested(string path, bool early)
    {
        using JsonDocument silent = await ProblemAsync(await GetAsync(DisabledFeatureResult.Problem(), path, early), HttpStatusCode.NotFound);
        using JsonDocument open = await ProblemAsync(await GetAsync(DisabledFeatureResult.Problem(403, nameFeatures: true), path, early), HttpStatusCode.Forbidden);

        Assert.False(silent.RootElement.TryGetProperty("features", out _));
        Assert.DoesNotContain("off", silent.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["off"], open.RootElement.GetProperty("features").EnumerateArray().Select(feature => feature.GetString()));
    }

    [Theory]
    [MemberData(nameof(PathsAndTiming))]
    public async Task From_AnyEndpoint_ReceivesRequestAndFeatures(string path, bool early)
    {
        DisabledFeatureResult result = DisabledFeatureResult.From((httpContext, features) => Results.Text($"{httpContext.Request.Path} {string.Join(',', features)}", statusCode: 418));

        HttpResponseMessage response = await GetAsync(result, path, early);

        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal($"{path} off", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/action/off", true)]
    [InlineData("/action/off", false)]
    [InlineData("/page/off", true)]
    [InlineData("/page/off", false)]
    [InlineData("/endpoint/off", true)]
    [InlineData("/with/off", false)]
    public async Task DisabledFeature_NoResultChosen_IsNotFound(string path, bool early)
    {
        await using GateHost host = await new GateSite { Early = early }.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task WithFeatureGate_ForbiddenChosen_StaysNotFound() =>
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(DisabledFeatureResult.Forbidden, "/with/off", early: true)).StatusCode);

    [Fact]
    public async Task RedirectTo_SamePath_IsNotFound() =>
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(DisabledFeatureResult.RedirectTo("/endpoint/off?x=1"), "/Endpoint/Off", early: true)).StatusCode);

    [Fact]
    public async Task RedirectTo_BasePath_StaysUnderBasePath()
    {
        await using GateHost host = await new GateSite
        {
            Features = features => features.WithDisabledFeatureResult(DisabledFeatureResult.RedirectTo("/soon")),
            Endpoints = app => app.UsePathBase("/shop").UseRouting().UsePostHogGates(),
        }.StartAsync();

        Assert.Equal("/shop/soon", (await host.Client.GetAsync("/shop/endpoint/off")).Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OwnHandler_MvcAction_TakesPrecedence(bool early)
    {
        await using GateHost host = await new GateSite
        {
            Early = early,
            Features = features => features
                .UseDisabledFeaturesHandler((features, context) => context.Result = new ContentResult { StatusCode = 451, Content = string.Join(',', features) })
                .WithDisabledFeatureResult(DisabledFeatureResult.Forbidden),
        }.StartAsync();

        HttpResponseMessage action = await host.Client.GetAsync("/action/several-closed");

        Assert.Equal(451, (int)action.StatusCode);
        Assert.Equal("off,unheard-of", await action.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Client.GetAsync("/page/off")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Client.GetAsync("/endpoint/off")).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClosedGates_Several_FirstInMvcOrderAnswers(bool early)
    {
        await using GateHost host = await new GateSite
        {
            Early = early,
            Features = features => features.WithDisabledFeatureResult(DisabledFeatureResult.From((_, closed) => Results.Text(string.Join(',', closed)))),
            Services = services => services.Configure<MvcOptions>(options => options.Filters.Add(new FeatureGateAttribute("everywhere"))),
        }.StartAsync();

        Assert.Equal("everywhere", await host.Client.GetStringAsync("/action/off"));
    }

    [Fact]
    public async Task WithDisabledFeatureResult_CalledTwice_LastWins()
    {
        await using GateHost host = await new GateSite
        {
            Early = false,
            Features = features => features.WithDisabledFeatureResult(DisabledFeatureResult.Problem()).WithDisabledFeatureResult(DisabledFeatureResult.Forbidden),
        }.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await host.Client.GetAsync("/page/off")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Client.GetAsync("/action/off")).StatusCode);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("https://elsewhere.example/")]
    public void RedirectTo_ExternalPath_Throws(string path) => Assert.Throws<ArgumentException>(() => DisabledFeatureResult.RedirectTo(path));

    [Theory]
    [InlineData(200)]
    [InlineData(600)]
    public void Problem_InvalidStatus_Throws(int status) => Assert.Throws<ArgumentOutOfRangeException>(() => DisabledFeatureResult.Problem(status));

    private static async Task<HttpResponseMessage> GetAsync(DisabledFeatureResult result, string path, bool early)
    {
        await using GateHost host = await new GateSite { Early = early, Features = features => features.WithDisabledFeatureResult(result) }.StartAsync();
        HttpResponseMessage open = await host.Client.GetAsync(path.Replace("off", "on", StringComparison.OrdinalIgnoreCase));
        Assert.True(open.IsSuccessStatusCode || path is "/controller/on" or "/group/off" or "/with/off");
        return await host.Client.GetAsync(path);
    }

    private static async Task<JsonDocument> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    }
}
