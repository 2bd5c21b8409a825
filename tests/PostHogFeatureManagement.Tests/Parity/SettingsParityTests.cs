using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Tests.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Parity;

/// <summary>The seed's settings and their defaults.</summary>
[Trait("Promise", "RS-10")]
public sealed class SettingsParityTests
{
    [Fact]
    public void Apply_Defaults_SetsSeedValuesAndIsValid()
    {
        using var library = new LibraryOptions(PostHogSeedParity.Apply);
        PostHogFeatureManagementOptions options = library.Value;

        Assert.Equal((3, 7, 6, 60), (Seconds(options.Client.AttemptTimeout), Seconds(options.Client.TotalTimeout), Seconds(options.Client.SlowCallThreshold), Seconds(options.Client.BreakDuration)));
        Assert.Equal((300, 0, 0), (Seconds(options.Cache.FreshFor), Seconds(options.Cache.StaleFor), Seconds(options.Cache.NegativeFor)));
        Assert.Equal(300, Seconds(options.Definitions.PollInterval));
        Assert.Equal(options.Client.TotalTimeout, options.Client.WaitAtMost);
        Assert.True(options.Client.DisableGeoIp);
        Assert.NotEmpty(options.Identity.ServiceDistinctId!);
        Assert.Equal(options.Identity.ServiceDistinctId, options.Identity.ServiceProperties["user_id"]);
    }

    [Fact]
    public void Apply_ServiceAlreadyNamed_KeepsName()
    {
        using var library = new LibraryOptions(PostHogSeedParity.Apply, ("Identity:ServiceDistinctId", "shop"), ("Identity:ServiceProperties:environment", "rc"));

        Assert.Equal("shop", library.Value.Identity.ServiceDistinctId);
        Assert.Equal(("rc", "shop"), (library.Value.Identity.ServiceProperties["environment"], library.Value.Identity.ServiceProperties["user_id"]));
    }

    [Fact]
    public void Apply_Twice_ChangesNothing()
    {
        using var library = new LibraryOptions(static options =>
        {
            PostHogSeedParity.Apply(options);
            PostHogSeedParity.Apply(options);
        });

        Assert.Equal(2, library.Value.Identity.ServiceProperties.Count);
    }

    [Fact]
    [Trait("Promise", "P34")]
    public async Task P34_AttemptTimeout_IsThreeSeconds()
    {
        await using Outage host = SeedHost.Start();
        host.PostHog.Become(Behaviours.Hang);
        Task<FlagResult> check = host.StartAsync(SeedHost.Ada);
        await host.PostHog.ReceivedAsync(1);

        host.Clock.Advance(TimeSpan.FromSeconds(2.999));
        Assert.True(host.PostHog.IsParking);
        host.Clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.False(host.PostHog.IsParking);

        await host.WaitAsync(check);
    }

    [Fact]
    [Trait("Promise", "P35")]
    public async Task P35_WithSecretKey_PollsEvery300SecondsAndEvaluatesHere()
    {
        await using var host = new Outage(new LibraryParts { Options = PostHogSeedParity.Apply });
        DefinitionsPoller poller = host.Library.Get<IEnumerable<IHostedService>>().OfType<DefinitionsPoller>().Single();
        await poller.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(FlagSource.Local, (await host.AskAsync(SeedHost.Ada)).Answer.Source);
        Assert.Equal(1, host.PostHog.Count);
        await Eventually.TrueAsync(() => host.Clock.HasTimers);
        host.Clock.Advance(TimeSpan.FromSeconds(269));
        Assert.Equal(1, host.PostHog.Count);
        host.Clock.Advance(TimeSpan.FromSeconds(62));
        await host.PostHog.ReceivedAsync(2);

        await poller.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, host.PostHog.DefinitionsCount);
    }

    [Fact]
    [Trait("Promise", "P35")]
    public async Task P35_WithoutSecretKey_NeverPolls()
    {
        await using Outage host = SeedHost.Start();
        DefinitionsPoller poller = host.Library.Get<IEnumerable<IHostedService>>().OfType<DefinitionsPoller>().Single();
        await poller.StartAsync(TestContext.Current.CancellationToken);

        await host.AskAsync(SeedHost.Ada);
        await poller.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (host.PostHog.Count, host.PostHog.DefinitionsCount));
    }

    private static int Seconds(TimeSpan time) => (int)time.TotalSeconds;

    private sealed class LibraryOptions(Action<PostHogFeatureManagementOptions> configure, params (string Key, string Value)[] settings) : IDisposable
    {
        private readonly Library _library = new(
            new StubHandler().Status(HttpStatusCode.NotFound),
            new LibraryParts { Options = configure },
            [.. settings.Select(static setting => ($"PostHog:{setting.Key}", setting.Value))]);

        public PostHogFeatureManagementOptions Value => _library.Get<IOptions<PostHogFeatureManagementOptions>>().Value;

        public void Dispose() => _library.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
