using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Events;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Events;

/// <summary>What arrives at PostHog when the application stops, and when PostHog was away.</summary>
public sealed class DeliveryTests
{
    private const int Visitors = 40;

    private static readonly string Flags = FlagJson.Set(
        FlagJson.Flag("half", """ "groups":[{"properties":[],"rollout_percentage":50}] """), FlagJson.Variant("headline", "bold"));

    /// <summary>
    /// Each visitor comes three times, and the application stops while they do. Whoever got a page has one exposure for each flag, with what the page showed.
    /// </summary>
    [Fact]
    [Trait("Promise", "EX-02")]
    [Trait("Promise", "EX-05")]
    public async Task Stop_UnderLoad_EachVisitorHasOneExposureForEachFlag()
    {
        await using GateHost host = await StartAsync([new("PostHog:Events:ShutdownTimeout", "00:00:20")]);
        var shown = new ConcurrentDictionary<string, string>();
        Task load = Task.WhenAll(Enumerable.Range(0, 3 * Visitors).Select(number => VisitAsync(host, $"visitor-{number % Visitors}", shown)));

        while (shown.Count < Visitors / 2 && !load.IsCompleted)
        {
            await Task.Yield();
        }

        await host.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken);
        await load;

        Assert.InRange(shown.Count, Visitors / 2, Visitors);
        AssertOneEach(host.PostHog.Events, shown);
    }

    [Fact]
    [Trait("Promise", "EX-04")]
    public async Task Outage_PostHogComesBack_NothingIsLost()
    {
        await using GateHost host = await StartAsync([new("PostHog:Events:MaxRetryAttempts", "10"), new("PostHog:Events:BatchSize", "10")]);
        var shown = new ConcurrentDictionary<string, string>();
        await host.PostHog.StopAsync();

        await Task.WhenAll(Enumerable.Range(0, 3 * Visitors).Select(number => VisitAsync(host, $"visitor-{number % Visitors}", shown)));
        Assert.Empty(host.PostHog.Events);
        await host.PostHog.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<IPostHogEvents>().FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Visitors, shown.Count);
        AssertOneEach(host.PostHog.Events, shown);
        Assert.Equal(0, host.Services.GetRequiredService<EventDrops>().Count(DropReason.Expired));
    }

    private static Task<GateHost> StartAsync(KeyValuePair<string, string?>[] configuration) => GateHost.StartAsync(new GateHostSettings(Flags)
    {
        Listens = true,
        Configuration = configuration,
        Pipeline = static app =>
        {
            app.UseTestUser();
            app.UsePostHog();
            app.MapGet("/", static async (IVariantFeatureManagerSnapshot features) =>
                $"{await features.IsEnabledAsync("half")} {(await features.GetVariantAsync("headline")).Name}");
        },
    });

    private static async Task VisitAsync(GateHost host, string visitor, ConcurrentDictionary<string, string> shown)
    {
        try
        {
            shown[visitor] = await host.GetAsync("/", visitor);
        }
        catch (HttpRequestException)
        {
            // The application has stopped.
        }
    }

    private static void AssertOneEach(IEnumerable<PostHogEmulatorEvent> events, IReadOnlyDictionary<string, string> shown)
    {
        Dictionary<string, string> sent = events.GroupBy(static exposure => exposure.DistinctId!).ToDictionary(
            static visitor => visitor.Key,
            static visitor => string.Join(' ', visitor
                .OrderByDescending(static exposure => exposure.Properties.GetProperty("$feature_flag").GetString())
                .Select(static exposure => exposure.Properties.GetProperty("$feature_flag_response").ToString())));
        foreach ((string visitor, string page) in shown)
        {
            string[] parts = page.Split(' ');
            Assert.Equal($"{parts[1]} {parts[0]}", sent[visitor]);
        }
    }
}
