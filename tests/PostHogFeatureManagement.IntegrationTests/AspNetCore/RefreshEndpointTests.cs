using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.AspNetCore;

[Trait("Promise", "DF-06")]
public sealed class RefreshEndpointTests
{
    private const string Secret = "a-secret-of-the-webhook";

    [Fact]
    public async Task Post_WithSecret_FlipIsInUseWhenTheCallIsAnswered()
    {
        await using GateHost host = await StartAsync();
        host.PostHog.SetActive("on", false);

        using HttpResponseMessage changed = await PostAsync(host, $"Bearer {Secret}");
        DefinitionsStatus status = host.Services.GetRequiredService<IPostHogDefinitions>().Status;
        FlagResult on = await host.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync("on", new PostHogContext("u"));
        using HttpResponseMessage unchanged = await PostAsync(host, $"bearer  {Secret}");

        // The emulator has the application poll as well, and may have been faster.
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Contains(await OutcomeAsync(changed), (string[])["Changed", "Unchanged"]);
        Assert.Equal((HttpStatusCode.OK, "Unchanged"), (unchanged.StatusCode, await OutcomeAsync(unchanged)));
        Assert.Equal((2L, false), (status.Generation, on.IsEnabled));
        Assert.Equal("no-store", changed.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a-secret-of-the-webhoo")]
    [InlineData("Bearer A-SECRET-OF-THE-WEBHOOK")]
    [InlineData("Basic " + Secret)]
    [InlineData(Secret)]
    public async Task Post_WithoutTheSecret_Is401AndAsksNobody(string? authorization)
    {
        await using GateHost host = await StartAsync();
        int requests = Requests(host);

        using HttpResponseMessage response = await PostAsync(host, authorization);

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
        Assert.Equal(requests, Requests(host));
    }

    [Fact]
    public async Task Post_TooOften_Is429AndWrongSecretsUseUpNoTurn()
    {
        await using GateHost host = await StartAsync();
        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage wrong = await PostAsync(host, "Bearer wrong");
        }

        HttpStatusCode[] statuses = await Task.WhenAll(Enumerable.Range(0, 15).Select(async _ =>
        {
            using HttpResponseMessage response = await PostAsync(host, $"Bearer {Secret}");
            return response.StatusCode;
        }));

        Assert.InRange(statuses.Count(static status => status == HttpStatusCode.OK), 10, 14);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task Post_PostHogFails_Is202WithTheCause()
    {
        await using GateHost host = await StartAsync();
        host.PostHog.SetFaults(new PostHogEmulatorFaults { Status = 503 });

        using HttpResponseMessage response = await PostAsync(host, $"Bearer {Secret}");

        Assert.Equal((HttpStatusCode.Accepted, "Failed"), (response.StatusCode, await OutcomeAsync(response)));
    }

    [Fact]
    public async Task Get_Always_IsNotAllowed()
    {
        await using GateHost host = await StartAsync(isOpen: true);

        using HttpResponseMessage response = await host.Client.GetAsync("/posthog/refresh", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Theory]
    [InlineData("", "/posthog", "/posthog/refresh")]
    [InlineData(Secret, "/{broken", "/posthog/refresh")]
    [InlineData(Secret, "/hooks", "/posthog/refresh")]
    public async Task Post_NotConfiguredThere_DoesNotExist(string secret, string prefix, string path)
    {
        await using GateHost host = await StartAsync(secret, prefix, isOpen: true);

        using HttpResponseMessage response = await PostAsync(host, $"Bearer {Secret}", path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Post_OtherPrefix_ExistsThere()
    {
        await using GateHost host = await StartAsync(Secret, "hooks/{tenant}");

        using HttpResponseMessage response = await PostAsync(host, $"Bearer {Secret}", "/hooks/one/refresh");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task MapPostHog_WithoutAddPostHog_MapsNothing()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        await using WebApplication app = builder.Build();

        app.MapPostHog();
        app.MapPostHog(null!);

        Assert.Empty(((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints));
    }

    // An application that checks antiforgery tokens and, unless it is open, lets only those in who are signed in.
    private static Task<GateHost> StartAsync(string secret = Secret, string prefix = "/posthog", bool isOpen = false) => GateHost.StartAsync(new(GateSite.Definitions)
    {
        Configuration =
        [
            new("PostHog:Definitions:RefreshSecret", secret),
            new("PostHog:Definitions:PollInterval", "01:00:00"),
            new("PostHog:Client:MaxRetryAttempts", "0"),
        ],
        Services = services =>
        {
            AuthorizationPolicy signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
            services.AddAuthorizationBuilder().SetFallbackPolicy(isOpen ? null : signedIn);
            services.AddAntiforgery();
        },
        Pipeline = app =>
        {
            app.UseAuthentication();
            app.UsePostHog();
            app.UseAuthorization();
            app.UseAntiforgery();
            app.MapPostHog(prefix);
        },
    });

    private static async Task<HttpResponseMessage> PostAsync(GateHost host, string? authorization, string path = "/posthog/refresh")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{\"event\":\"$feature_flag_changed\"}") };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        _ = authorization is null || request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<string?> OutcomeAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("outcome").GetString();

    private static int Requests(GateHost host) => host.PostHog.RequestCount("/flags/definitions");
}
