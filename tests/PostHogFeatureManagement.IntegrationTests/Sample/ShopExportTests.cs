using PostHogFeatureManagement.Emulator;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Sample;

/// <summary>The command <c>export</c>, in this process, against the PostHog of a shop.</summary>
[Trait("Promise", "DF-09")]
public sealed class ShopExportTests : IAsyncDisposable
{
    private readonly Shop _shop = new();
    private readonly TemporaryFolder _folder = new();

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Export_PostHogAnswers_WritesItsFlags()
    {
        Assert.Equal(0, await ExportAsync(_folder["flags.json"]));

        Assert.Contains("express-checkout", await File.ReadAllTextAsync(_folder["flags.json"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>The constants that the shop uses are those of its flags.</summary>
    [Fact]
    [Trait("Promise", "DX-06")]
    public async Task Export_Typed_IsTheFileThatTheShopIsBuiltWith()
    {
        Assert.Equal(0, await ExportAsync(["--typed", _folder["typed.json"]]));

        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "sample-web", "posthog.flags.json"), cancellationToken),
            await File.ReadAllTextAsync(_folder["typed.json"], cancellationToken));
    }

    /// <summary>The definitions of a file would be exported as if they were current.</summary>
    [Fact]
    public async Task Export_PostHogFails_ExitsWithOneAndWritesNothing()
    {
        await ExportAsync(_folder["old.json"]);
        _shop.PostHog.SetFaults(new PostHogEmulatorFaults { Status = 500 });

        Assert.Equal(1, await ExportAsync(_folder["new.json"], $"--PostHog:Definitions:BootstrapFile={_folder["old.json"]}"));

        Assert.False(File.Exists(_folder["new.json"]));
    }

    [Fact]
    public async Task Export_FolderIsMissing_ExitsWithOne() => Assert.Equal(1, await ExportAsync(Path.Combine(_folder["missing"], "flags.json")));

    private Task<int> ExportAsync(string file, params string[] settings) => ExportAsync([file], settings);

    private Task<int> ExportAsync(string[] command, params string[] settings)
    {
        string[] arguments =
        [
            "export",
            .. command,
            $"--PostHog:HostUrl={_shop.PostHog.BaseAddress}",
            $"--PostHog:ProjectToken={PostHogEmulator.ProjectToken}",
            $"--PostHog:SecretKey={PostHogEmulator.SecretKey}",
            .. settings,
        ];
        return Task.Run(() => (int)typeof(Program).Assembly.EntryPoint!.Invoke(null, [arguments])!);
    }
}
