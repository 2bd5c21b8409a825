using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.AspNetCore.Site;
using PostHogFeatureManagement.IntegrationTests.Browser.Site;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Browser;

[Trait("Promise", "FE-04")]
public sealed class BootstrapComponentTests
{
    private static readonly string Definitions = FlagJson.Set(FlagJson.On("on"), FlagJson.Variant("headline", "bold", "1"), FlagJson.On("secret"));

    [Fact]
    public async Task Component_StaticPage_WritesWhatTheTagWrites()
    {
        await using GateHost host = await new BrowserSite(Definitions)
        {
            Services = static services => services.AddRazorComponents(),
            Pipeline = static app => app.MapGet("/blazor", static () => new RazorComponentResult<BrowserDocument>()),
        }.StartAsync();

        Island component = await Island.GetAsync(host, "/blazor", "u1");
        Island tag = await Island.GetAsync(host, "/page?flags=on headline&nonce=n1", "u1");

        Assert.Equal(tag.Json.GetRawText(), component.Json.GetRawText());
        Assert.Equal(tag.Scripts[1..3], component.Scripts);
        Assert.All(component.Document.QuerySelectorAll("script[src]"), static script => Assert.Equal("n1", script.GetAttribute("nonce")));
        Assert.Equal("no-store", component.CacheControl);
    }

    [Fact]
    public async Task Component_Interactive_ShowsNothing()
    {
        await using GateHost host = await new BrowserSite(Definitions).StartAsync();
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();

        await using var renderer = new InteractiveRenderer(scope.ServiceProvider, interactive: true);

        Assert.Equal(string.Empty, await renderer.RenderAsync<PostHogBootstrap>([]));
    }
}
