using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace PostHogFeatureManagement.Testing.Tests;

/// <summary>The sample shop, as an application would prepare it for its tests.</summary>
public sealed class ShopFactory : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UsePostHogTesting();
}
