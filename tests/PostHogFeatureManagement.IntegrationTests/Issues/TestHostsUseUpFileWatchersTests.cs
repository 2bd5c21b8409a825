using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.Sample;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>Each test host watched its settings files, so tests beside an IDE ran out of the 128 inotify instances that Linux gives a user.</summary>
[Trait("Promise", "DX-02")]
public sealed class TestHostsUseUpFileWatchersTests
{
    [Fact]
    public async Task Configuration_AnyTestHost_WatchesNoFile()
    {
        await using var shop = new Shop();

        AssertNoneIsWatched(shop.Services.GetRequiredService<IConfiguration>());
        AssertNoneIsWatched(WebApplication.CreateSlimBuilder().Configuration);
        AssertNoneIsWatched(WebApplication.CreateBuilder().Configuration);
    }

    private static void AssertNoneIsWatched(IConfiguration configuration)
    {
        FileConfigurationProvider[] files = [.. ((IConfigurationRoot)configuration).Providers.OfType<FileConfigurationProvider>()];
        Assert.NotEmpty(files);
        Assert.All(files, static file => Assert.False(file.Source.ReloadOnChange, file.Source.Path));
    }
}
