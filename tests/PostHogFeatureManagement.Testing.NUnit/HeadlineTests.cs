using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using NUnit.Framework;

namespace PostHogFeatureManagement.Testing.NUnitSample;

/// <summary>The test kit with NUnit: one host for all tests of an assembly, which run in parallel.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class HeadlineTests
{
    private static readonly ShopFactory Shop = new();

    [OneTimeTearDown]
    public Task StopAsync() => Shop.DisposeAsync().AsTask();

    [TestCase("bold", "bold")]
    [TestCase("plain", "control")]
    public async Task FrontPage_Variant_IsShownAndCountedOnce(string variant, string shown)
    {
        await using PostHogTest posthog = Shop.StartPostHogTest();
        posthog.Flags.On("beta").Variant("headline", variant);

        string page = await posthog.CreateClient().GetStringAsync("/");

        Assert.That(page, Does.Contain($"data-variant=\"{shown}\"").And.Contain("beta-banner"));
        posthog.Exposures.Single("headline", variant);
    }

    [Test]
    public async Task FrontPage_NothingIsSet_IsThePlainShop()
    {
        await using PostHogTest posthog = Shop.StartPostHogTest();

        string page = await posthog.CreateClient().GetStringAsync("/");

        Assert.That(page, Does.Not.Contain("beta-banner"));
        posthog.Exposures.Exactly();
    }

    private sealed class ShopFactory : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UsePostHogTesting();
    }
}
