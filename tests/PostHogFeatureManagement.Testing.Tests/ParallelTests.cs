using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace PostHogFeatureManagement.Testing.Tests;

/// <summary>A hundred tests at the same time on one host, each with flags of its own.</summary>
[Trait("Promise", "EM-04")]
public sealed class ParallelTests
{
    private const int Tests = 100;
    private const int Requests = 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tests_AHundredAtOnce_SeeTheirOwnFlagsOnly(bool isKestrel)
    {
        await using var shop = new QuietShop();
        if (isKestrel)
        {
            shop.UseKestrel(0);
            shop.StartServer();
        }

        // Building the host blocks those who wait for it. A hundred of them would leave the thread pool nothing to build it with.
        _ = shop.Services;

        var wrong = new ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, Tests).Select(number => Task.Run(() => RunAsync(shop, number, wrong))));

        Assert.Empty(wrong);
    }

    private static async Task RunAsync(QuietShop shop, int number, ConcurrentQueue<string> wrong)
    {
        await using PostHogTest posthog = shop.StartPostHogTest();
        bool isOpen = number % 2 == 0;
        posthog.Flags.Variant("headline", $"v{number}");
        _ = isOpen ? posthog.Flags.On("express-checkout") : posthog.Flags.Off("express-checkout");
        using HttpClient client = posthog.CreateClient();
        for (int i = 0; i < Requests; i++)
        {
            using HttpResponseMessage gate = await client.GetAsync("/api/express-checkout");
            if (gate.StatusCode != (isOpen ? HttpStatusCode.OK : HttpStatusCode.NotFound))
            {
                wrong.Enqueue($"{number}: {gate.StatusCode}");
            }
        }

        JsonElement flags = JsonElement.Parse(await client.GetStringAsync("/api/flags"));
        string? headline = flags.GetProperty("headline").GetProperty("variant").GetString();
        if (headline != $"v{number}")
        {
            wrong.Enqueue($"{number}: {headline}");
        }

        posthog.Exposures.Exactly(("express-checkout", isOpen ? "true" : "false"));
        int checks = posthog.Checks.Count(static check => check.Flag == "express-checkout");
        if (checks != Requests)
        {
            wrong.Enqueue($"{number}: {checks} checks");
        }
    }

    private sealed class QuietShop : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.UseSetting("urls", "http://127.0.0.1:0").UseSetting("Logging:LogLevel:Default", "Warning").UsePostHogTesting();
    }
}
