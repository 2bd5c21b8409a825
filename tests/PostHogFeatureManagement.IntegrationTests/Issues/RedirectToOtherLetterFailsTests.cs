using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>The application started with a redirect to a path such as <c>/ü</c>, and every closed gate then answered 500, because a header is ASCII.</summary>
[Trait("Promise", "FM-22")]
public sealed class RedirectToOtherLetterFailsTests
{
    [Theory]
    [InlineData("/ü", "", "/%C3%BC")]
    [InlineData("/%C3%BC", "", "/%C3%BC")]
    [InlineData("/soon?why=gate geschloßen&x=1%20#ä", "", "/soon?why=gate%20geschlo%C3%9Fen&x=1%20#%C3%A4")]
    [InlineData("/😀", "", "/%F0%9F%98%80")]
    [InlineData("/soon", "/läden", "/l%C3%A4den/soon")]
    public async Task ClosedGate_RedirectToAnyPath_IsEncoded(string path, string basePath, string expected)
    {
        await using GateHost host = await StartAsync(path, basePath);

        using HttpResponseMessage response = await SendAsync(host, $"{basePath}/gated");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(expected, response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/gät ed")]
    [InlineData("/g%C3%A4t%20ed")]
    public async Task ClosedGate_RedirectToItself_IsNotFound(string path)
    {
        await using GateHost host = await StartAsync(path, string.Empty);

        using HttpResponseMessage response = await SendAsync(host, "/gät ed");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    // Only a real server refuses a header that is not ASCII.
    private static Task<GateHost> StartAsync(string path, string basePath) => GateHost.StartAsync(new GateHostSettings("""{"flags":[]}""")
    {
        Listens = true,
        AfterPostHog = features => features.WithDisabledFeatureResult(DisabledFeatureResult.RedirectTo(path)),
        Pipeline = app =>
        {
            app.UsePathBase(basePath);
            app.UseRouting();
            app.UsePostHog();
            app.UsePostHogGates();
            app.MapGet("/gated", static () => "open").RequireFeature("off");
            app.MapGet("/gät ed", static () => "open").RequireFeature("off");
        },
    });

    private static async Task<HttpResponseMessage> SendAsync(GateHost host, string path)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = host.Client.BaseAddress };
        return await client.GetAsync(path, TestContext.Current.CancellationToken);
    }
}
