using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// An application registered a clock that stands still to test its own flags, and PostHog could not be reached. The start and every check then waited for that
/// clock for ever.
/// </summary>
[Trait("Promise", "FM-20")]
public sealed class TestClockStopsLibraryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task StartAndCheck_ClockStandsStillAndPostHogRefuses_End()
    {
        using IHost host = Create(static services => services.AddSingleton<TimeProvider>(new ManualTimeProvider()));
        CancellationToken cancellation = TestContext.Current.CancellationToken;

        await host.StartAsync(cancellation).WaitAsync(Patience, TimeProvider.System, cancellation);
        var features = host.Services.GetRequiredService<IVariantFeatureManager>();
        bool isOn = await features.IsEnabledAsync("beta", new PostHogTargetingContext(new PostHogContext("ada")), cancellation).AsTask()
            .WaitAsync(Patience, TimeProvider.System, cancellation);
        await host.StopAsync(cancellation).WaitAsync(Patience, TimeProvider.System, cancellation);

        Assert.False(isOn);
    }

    [Fact]
    [Trait("Promise", "FM-23")]
    public void TimeProvider_ApplicationsOwn_StaysAndIsNotForcedOnIt()
    {
        var own = new ManualTimeProvider();
        using IHost with = Create(services => services.AddSingleton<TimeProvider>(own));
        using IHost without = Create(static _ => { });

        Assert.Same(own, Assert.Single(with.Services.GetServices<TimeProvider>()));
        Assert.Null(without.Services.GetService<TimeProvider>());
        Assert.NotNull(without.Services.GetRequiredService<IPostHogFlags>());
    }

    [Fact]
    public async Task GetFlagAsync_RelativeDate_FollowsApplicationsClock()
    {
        const string recent = """[{"type":"person","key":"joined","operator":"is_date_after","value":"-1d"}]""";
        var own = new ManualTimeProvider();
        var parts = new LibraryParts { Services = services => services.AddSingleton<TimeProvider>(own) };
        await using var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("recent", recent))), parts);
        await library.RefreshAsync();
        var context = new PostHogContext("ada") { PersonProperties = new Dictionary<string, object?> { ["joined"] = own.GetUtcNow() } };
        var local = new FlagCallOptions { LocalOnly = true };

        library.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True((await library.Flags.GetFlagAsync("recent", context, local, TestContext.Current.CancellationToken)).IsEnabled);
        own.Advance(TimeSpan.FromDays(2));
        Assert.False((await library.Flags.GetFlagAsync("recent", context, local, TestContext.Current.CancellationToken)).IsEnabled);
    }

    private static IHost Create(Action<IServiceCollection> services)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        services(builder.Services);
        builder.Services.AddFeatureManagement().AddPostHog(static options =>
        {
            options.ProjectToken = "phc_test";
            options.SecretKey = "phs_test";
            options.HostUrl = RawServer.RefusingUrl();
            options.Definitions.StartupTimeout = TimeSpan.FromMilliseconds(200);
            options.Client.RetryDelay = TimeSpan.FromMilliseconds(20);
        });
        return builder.Build();
    }
}
