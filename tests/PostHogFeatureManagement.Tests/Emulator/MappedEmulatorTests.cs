using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-03")]
public sealed class MappedEmulatorTests
{
    [Fact]
    public async Task MapPostHogEmulator_DefaultPrefix_ServesPageAndControl()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient http = Client(app);

        using HttpResponseMessage page = await http.GetAsync("/posthog-emulator", RunningEmulator.Cancelled);
        using HttpResponseMessage flags = await http.GetAsync("/posthog-emulator/_emulator/flags", RunningEmulator.Cancelled);
        using HttpResponseMessage css = await http.GetAsync(new Uri(page.RequestMessage!.RequestUri!, "_emulator/page.css"), RunningEmulator.Cancelled);

        Assert.Equal("/posthog-emulator/", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.OK, css.StatusCode);
        Assert.Contains("\"beta\"", await flags.Content.ReadAsStringAsync(RunningEmulator.Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapPostHogEmulator_RequestFromAnotherSite_IsRefused()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient http = Client(app);
        http.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        using HttpResponseMessage flags = await http.GetAsync("/posthog-emulator/_emulator/flags", RunningEmulator.Cancelled);

        Assert.Equal(HttpStatusCode.Forbidden, flags.StatusCode);
    }

    private static HttpClient Client(WebApplication app)
    {
        IServerAddressesFeature addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new HttpClient { BaseAddress = new Uri(addresses.Addresses.First()) };
    }

    private static async Task<WebApplication> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddFeatureManagement().AddPostHogEmulator(options => options.Definitions = RunningEmulator.TwoFlags);
        WebApplication app = builder.Build();
        app.MapPostHogEmulator();
        await app.StartAsync(RunningEmulator.Cancelled);
        return app;
    }
}
