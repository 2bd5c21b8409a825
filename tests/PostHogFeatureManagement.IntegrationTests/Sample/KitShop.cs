using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using PostHogFeatureManagement.Testing;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

/// <summary>The sample shop for tests that set its flags themselves, whatever its own file says. They share one host.</summary>
public sealed class KitShop : WebApplicationFactory<Program>
{
    /// <summary>Opens a browser of a test, in which a customer is signed in. It does not follow redirects.</summary>
    public static async Task<HttpClient> VisitAsync(PostHogTest posthog, string customer)
    {
        HttpClient browser = posthog.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        using HttpResponseMessage login = await browser.GetAsync($"/login/{customer}");
        return browser;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UsePostHogTesting();
}
