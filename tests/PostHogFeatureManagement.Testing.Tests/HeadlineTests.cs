namespace PostHogFeatureManagement.Testing.Tests;

/// <summary>The test kit with xunit: one host for the tests of a class.</summary>
[Trait("Promise", "EM-04")]
public sealed class HeadlineTests(ShopFactory shop) : IClassFixture<ShopFactory>
{
    [Theory]
    [InlineData("bold", "bold")]
    [InlineData("plain", "control")]
    public async Task FrontPage_Variant_IsShownAndCountedOnce(string variant, string shown)
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        posthog.Flags.On("beta").Variant("headline", variant, new { size = 2 });

        string page = await posthog.CreateClient().GetStringAsync("/");

        Assert.Contains($"data-variant=\"{shown}\"", page, StringComparison.Ordinal);
        posthog.Exposures.Single("headline", variant);
        posthog.Exposures.None("express-checkout");
    }
}
