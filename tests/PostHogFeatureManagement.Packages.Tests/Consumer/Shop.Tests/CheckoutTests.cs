using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using PostHogFeatureManagement.Testing;
using Xunit;

namespace Shop.Tests;

public sealed class CheckoutTests(CheckoutTests.ShopFactory shop) : IClassFixture<CheckoutTests.ShopFactory>
{
    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.NotFound)]
    public async Task Checkout_FlagOfTheTest_OpensIt(bool isOn, HttpStatusCode status)
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        if (isOn)
        {
            posthog.Flags.On(Flags.NewCheckout);
        }

        HttpResponseMessage response = await posthog.CreateClient().GetAsync("/checkout", TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    public sealed class ShopFactory : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UsePostHogTesting();
    }
}
