using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>Nothing at the start said whether PostHog or this process evaluates, at which host, and what is kept where.</summary>
[Trait("Promise", "OP-05")]
public sealed class StartSaysNothingTests
{
    private static readonly string TwoFlags = Library.Definitions(Library.Flag("beta"), Library.Flag("gamma"));

    [Fact]
    public async Task Start_WithSecretKey_ThisProcessEvaluates()
    {
        await using var library = new Library(new StubHandler().Json(TwoFlags), ("PostHog:HostUrl", "https://eu.posthog.com/"));
        await library.RefreshAsync();

        Assert.Equal(
            "PostHog's flags are evaluated by this process. Host: https://eu.i.posthog.com. Cache: memory. Definitions: 2 flags, "
            + "refreshed every 30 s, not shared, because there is no distributed cache",
            await StartAsync(library));
    }

    [Fact]
    public async Task Start_DefinitionsNotLoaded_SaysSo()
    {
        await using var library = new Library(new StubHandler().Json(TwoFlags));

        Assert.EndsWith("Definitions: not loaded yet, refreshed every 30 s, not shared, because there is no distributed cache", await StartAsync(library), StringComparison.Ordinal);
        Assert.Equal(0, library.PostHog.Count);
    }

    [Fact]
    public async Task Start_WithoutSecretKey_PostHogEvaluates()
    {
        await using var library = new Library(new StubHandler(), ("PostHog:SecretKey", ""));

        Assert.Equal(
            "PostHog's flags are evaluated by PostHog. Host: https://us.i.posthog.com. Cache: memory. "
            + "Definitions: not used, because PostHog:SecretKey is not set",
            await StartAsync(library));
    }

    [Fact]
    public async Task Start_Disabled_SaysWhichSettingAndNoPassword()
    {
        await using var library = new Library(
            new StubHandler(),
            ("PostHog:Enabled", "false"),
            ("PostHog:HostUrl", "https://user:hunter2@posthog.example.com/path"));

        Assert.Equal(
            "PostHog's flags are off, because PostHog:Enabled is false. Host: https://posthog.example.com. Cache: not used. Definitions: not used",
            await StartAsync(library));
    }

    [Fact]
    public async Task Start_DistributedCache_IsNamed()
    {
        await using var library = new Library(
            new StubHandler(),
            new LibraryParts { Services = static services => services.AddSingleton<IDistributedCache, FakeDistributedCache>() });

        Assert.Contains($"Cache: memory and {nameof(FakeDistributedCache)}.", await StartAsync(library), StringComparison.Ordinal);
    }

    /// <summary>The classic web host calls only <c>StartAsync</c>.</summary>
    [Fact]
    public async Task Start_HostWithoutLifecycle_IsLoggedOnce()
    {
        await using var library = new Library(new StubHandler());

        await Report(library).StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, library.Logs.CountOf(LogEvents.Started));
    }

    private static StartReport Report(Library library) => library.Get<IEnumerable<IHostedService>>().OfType<StartReport>().Single();

    private static async Task<string> StartAsync(Library library)
    {
        StartReport report = Report(library);
        await report.StartingAsync(TestContext.Current.CancellationToken);
        await report.StartAsync(TestContext.Current.CancellationToken);
        await report.StartedAsync(TestContext.Current.CancellationToken);
        (LogLevel level, _, string text) = Assert.Single(library.Logs.Entries, static entry => entry.Id.Id == LogEvents.Started);
        Assert.Equal(LogLevel.Information, level);
        return text.TrimEnd();
    }
}
