using System.Net;
using System.Text;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions.Sources;

[Trait("Promise", "SC-04")]
public sealed class EncryptedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KeyFolder _keys = new();
    private readonly KeyFolder _otherKeys = new();

    private string File => _folder["flags.json"];

    [Fact]
    public async Task Restart_SameKeys_StartsFromTheEncryptedFile()
    {
        await using (await StartAsync(Answers(), _keys))
        {
        }

        Assert.True(ValueCipher.IsEncrypted(await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken)));
        _keys.Rotate();

        await using Library library = await StartAsync(Outage(), _keys);

        Assert.Equal(DefinitionsSource.File, library.Store.Latest?.Source);
    }

    [Fact]
    public async Task Start_FileFromBeforeEncryption_IsReadAndWrittenAgainEncrypted()
    {
        await using (await StartAsync(Answers(), keys: null))
        {
        }

        Assert.Contains("beta", await System.IO.File.ReadAllTextAsync(File, Encoding.UTF8, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await using (Library outage = await StartAsync(Outage(), _keys))
        {
            Assert.Equal(DefinitionsSource.File, outage.Store.Latest?.Source);
        }

        await using Library library = await StartAsync(Answers(), _keys);

        Assert.True(ValueCipher.IsEncrypted(await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(true, "it cannot be decrypted: it is damaged, or this application does not have the Data Protection keys")]
    [InlineData(false, "it is encrypted, but Cache:Encrypt is false")]
    public async Task Start_FileCannotBeRead_SaysWhy(bool encrypts, string problem)
    {
        await using (await StartAsync(Answers(), _keys))
        {
        }

        await using Library library = await StartAsync(Outage(), encrypts ? _otherKeys : null);

        Assert.Null(library.Store.Latest);
        Assert.Contains(problem, library.Logs.Text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _keys.Dispose();
        _otherKeys.Dispose();
    }

    private static StubHandler Answers() => new StubHandler().Json(Library.Definitions(Library.Flag("beta")));

    private static StubHandler Outage() => new StubHandler().Status(HttpStatusCode.Unauthorized);

    private async Task<Library> StartAsync(StubHandler postHog, KeyFolder? keys)
    {
        var library = new Library(
            postHog,
            new LibraryParts { Services = services => keys?.AddTo(services) },
            ("PostHog:Definitions:LastGoodFile", File),
            ("PostHog:Client:MaxRetryAttempts", "0"),
            ("PostHog:Cache:Encrypt", keys is null ? "false" : "true"));
        await library.Get<DefinitionsPoller>().StartAsync(TestContext.Current.CancellationToken);
        await library.Get<DefinitionsFiles>().Written;
        return library;
    }
}
