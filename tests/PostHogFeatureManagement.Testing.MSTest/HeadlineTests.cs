using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace PostHogFeatureManagement.Testing.MSTestSample;

/// <summary>The test kit with MSTest: one host for all tests of a class, which run in parallel.</summary>
[TestClass]
public sealed class HeadlineTests
{
    private static readonly ShopFactory Shop = new();

    [ClassCleanup]
    public static Task StopAsync() => Shop.DisposeAsync().AsTask();

    [TestMethod]
    [DataRow("bold", "bold")]
    [DataRow("plain", "control")]
    public async Task FrontPage_Variant_IsShownAndCountedOnce(string variant, string shown)
    {
        await using PostHogTest posthog = Shop.StartPostHogTest();
        posthog.Flags.On("beta").Variant("headline", variant);

        string page = await posthog.CreateClient().GetStringAsync("/");

        StringAssert.Contains(page, $"data-variant=\"{shown}\"", StringComparison.Ordinal);
        posthog.Exposures.Single("headline", variant);
    }

    [TestMethod]
    public async Task FrontPage_PostHogFails_ShowsTheConfiguration()
    {
        await using PostHogTest posthog = Shop.StartPostHogTest();
        posthog.Flags.Fails("free-shipping", FlagReason.Timeout);

        string page = await posthog.CreateClient().GetStringAsync("/");

        StringAssert.Contains(page, "free-shipping", StringComparison.Ordinal);
    }

    private sealed class ShopFactory : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UsePostHogTesting();
    }
}
