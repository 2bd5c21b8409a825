using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Tests.Fleet;
using PostHogFeatureManagement.Tests.Support;
using static PostHogFeatureManagement.Tests.Definitions.Sharing.FleetOfTwo;

namespace PostHogFeatureManagement.Tests.Definitions.Sharing;

[Trait("Promise", "SC-04")]
public sealed class EncryptedFleetTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeFleetBackend _storage;
    private readonly KeyFolder _keys = new();
    private readonly KeyFolder _otherKeys = new();

    public EncryptedFleetTests() => _storage = new FakeFleetBackend(_clock);

    [Fact]
    public async Task Look_SameKeys_InstallsWithoutAPoll()
    {
        await using Library first = Create(new StubHandler().Json(OneFlag), _keys);
        await first.RefreshAsync();
        _keys.Rotate();
        await using Library second = Create(new StubHandler(), _keys);

        await LookAsync(second);

        Assert.Equal((1, 1, DefinitionsSource.Shared), Uses(second));
        Assert.All(_storage.Names, name => Assert.DoesNotContain("beta", Encoding.UTF8.GetString(_storage[name]!), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Poll_OtherKeys_UsesItsOwnAndLeavesTheCopyToTheOthers()
    {
        await using Library first = Create(new StubHandler().Json(OneFlag), _keys);
        await first.RefreshAsync();
        string name = _storage.Names.Single(static name => name.Contains("body:", StringComparison.Ordinal));
        byte[] body = _storage[name]!;
        await using Library stranger = Create(new StubHandler().Json(OneFlag), _otherKeys);

        await LookAsync(stranger);
        Assert.Null(stranger.Store.Latest);
        Assert.Equal(1, stranger.Logs.CountOf(LogEvents.SharedCopyUnusable));

        await stranger.RefreshAsync();

        Assert.Equal(1, Uses(stranger).Flags);
        Assert.Equal(body, _storage[name]);
        Assert.Equal(1, Uses(first).Generation);
    }

    [Fact]
    public async Task Poll_OtherKeysAndAChange_ReachesBoth()
    {
        await using Library first = Create(new StubHandler().Json(OneFlag).Json(TwoFlags), _keys);
        await first.RefreshAsync();
        await using Library stranger = Create(new StubHandler().Json(TwoFlags), _otherKeys);
        await stranger.RefreshAsync();

        await LookAsync(first);
        await first.RefreshAsync();

        Assert.Equal((2, 2), (Uses(first).Generation, Uses(first).Flags));
        Assert.Equal((2, 2), (Uses(stranger).Generation, Uses(stranger).Flags));
    }

    [Fact]
    public async Task Look_WithAndWithoutEncryption_AreTwoFleets()
    {
        await using Library first = Create(new StubHandler().Json(OneFlag), _keys);
        await first.RefreshAsync();
        await using Library plain = Create(new StubHandler(), keys: null);

        await LookAsync(plain);

        Assert.Null(plain.Store.Latest);
        Assert.Equal(0, plain.Logs.CountOf(LogEvents.SharedCopyUnusable));
    }

    public void Dispose()
    {
        _keys.Dispose();
        _otherKeys.Dispose();
    }

    private Library Create(StubHandler postHog, KeyFolder? keys) => new(
        postHog,
        new LibraryParts
        {
            Clock = _clock,
            Services = services =>
            {
                services.AddSingleton<IFleetBackend>(_storage);
                keys?.AddTo(services);
            },
        },
        ("PostHog:Client:MaxRetryAttempts", "0"),
        ("PostHog:Cache:Encrypt", keys is null ? "false" : "true"));
}
