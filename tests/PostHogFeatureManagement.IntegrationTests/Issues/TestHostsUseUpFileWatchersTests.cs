using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.IntegrationTests.Sample;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>Each test host watched its settings files, so tests beside an IDE ran out of the 128 inotify instances that Linux gives a user.</summary>
[Trait("Promise", "DX-02")]
public sealed class TestHostsUseUpFileWatchersTests
{
    [Fact]
    public async Task Start_AnyTestHost_WatchesNoFile()
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings("""{"flags":[]}"""));
        await using var shop = new Shop();

        Assert.All(FilesOf(host.Configuration), static file => Assert.False(file.Source.ReloadOnChange, file.Source.Path));
        Assert.All(FilesOf((IConfigurationRoot)shop.Services.GetRequiredService<IConfiguration>()), static file => Assert.False(file.Source.ReloadOnChange, file.Source.Path));
    }

    private static FileConfigurationProvider[] FilesOf(IConfigurationRoot configuration)
    {
        FileConfigurationProvider[] files = [.. configuration.Providers.OfType<FileConfigurationProvider>()];
        Assert.NotEmpty(files);
        return files;
    }
}
