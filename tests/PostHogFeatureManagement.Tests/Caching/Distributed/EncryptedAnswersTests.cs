using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Caching.Distributed;

[Trait("Promise", "SC-04")]
public sealed class EncryptedAnswersTests : IDisposable
{
    private const string Answer = """{"flags":{"headline":{"key":"headline","enabled":true,"variant":"bold-words"}}}""";

    private readonly ManualTimeProvider _clock = new();
    private readonly FakeDistributedCache _cache;
    private readonly KeyFolder _keys = new();
    private readonly KeyFolder _otherKeys = new();

    public EncryptedAnswersTests() => _cache = new FakeDistributedCache(_clock);

    [Fact]
    public async Task GetFlag_OtherInstanceWithTheKeys_ReadsTheEncryptedAnswer()
    {
        await using Library first = Create(new StubHandler().Json(Answer), _keys);
        Assert.Equal("bold-words", await VariantAsync(first));
        await Eventually.TrueAsync(() => _cache.SetsDone > 0);
        _keys.Rotate();

        await using Library second = Create(new StubHandler(), _keys);

        Assert.Equal("bold-words", await VariantAsync(second));
        Assert.All(_cache.Keys, key => Assert.DoesNotContain("bold", Encoding.UTF8.GetString(_cache[key]), StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetFlag_OtherKeys_AsksPostHog()
    {
        await using Library first = Create(new StubHandler().Json(Answer), _keys);
        await VariantAsync(first);
        await Eventually.TrueAsync(() => _cache.SetsDone > 0);

        await using Library stranger = Create(new StubHandler().Json(Answer), _otherKeys);

        Assert.Equal("bold-words", await VariantAsync(stranger));
        Assert.Single(stranger.PostHog.Requests);
        Assert.Equal(0, stranger.Logs.CountOf(LogEvents.CacheEncryptionFailed));
    }

    [Fact]
    public async Task GetFlag_NoDataProtection_SaysWhatToCall()
    {
        await using Library library = Create(new StubHandler().Json(Answer), keys: null);

        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => library.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<EncryptionCheck>().Single().StartingAsync(default));

        Assert.Contains("PostHog:Cache:Encrypt", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AddDataProtection()", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _otherKeys.Dispose();
    }

    private static async Task<string?> VariantAsync(Library library) =>
        (await library.Flags.GetFlagAsync("headline", new PostHogContext("u"), cancellationToken: TestContext.Current.CancellationToken)).Variant;

    private Library Create(StubHandler postHog, KeyFolder? keys) => new(
        postHog,
        new LibraryParts
        {
            Clock = _clock,
            Services = services =>
            {
                services.AddSingleton<IDistributedCache>(_cache);
                keys?.AddTo(services);
            },
        },
        ("PostHog:SecretKey", string.Empty),
        ("PostHog:Cache:Encrypt", "true"));
}
