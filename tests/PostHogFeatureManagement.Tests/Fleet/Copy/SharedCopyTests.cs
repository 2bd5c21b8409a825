using System.Security.Cryptography;
using System.Text;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Fleet.Copy;
using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Fleet.Copy;

[Trait("Promise", "DF-12")]
public sealed class SharedCopyTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("{\"flags\":[" + string.Join(',', Enumerable.Repeat("{\"key\":\"beta\"}", 100)) + "]}");
    private static readonly SharedBodyInfo Body = new(Convert.ToHexStringLower(SHA256.HashData(Content)), Content.Length, "v1");

    private readonly ManualTimeProvider _clock = new();
    private readonly FakeFleetBackend _storage;

    public SharedCopyTests() => _storage = new FakeFleetBackend(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string BodyName => "body:" + Body.Hash;

    [Fact]
    public async Task Publish_ThenLookElsewhere_ReadsHeadAndBody()
    {
        await PublishAsync(Copy());

        HeadLook look = await Copy().LookAsync(Token);

        Assert.Equal(HeadState.Present, look.State);
        Assert.Equal(1, look.Head!.Generation);
        Assert.Equal(Content, await Copy().ReadAsync(look.Head.Body!, Token));
        Assert.True(_storage[BodyName]!.Length < Content.Length / 4);
        Assert.Equal(TimeSpan.FromDays(1), _storage.LifeOf("head"));
    }

    [Fact]
    public async Task LookAsync_NothingThere_IsAbsentAndWhenAway_Unavailable()
    {
        Assert.Equal(HeadState.Absent, (await Copy().LookAsync(Token)).State);

        _storage.Fails();
        Assert.Equal(HeadState.Unavailable, (await Copy().LookAsync(Token)).State);
    }

    [Fact]
    public async Task WriteAsync_HeadRenewedMeanwhile_Loses()
    {
        await PublishAsync(Copy());
        HeadLook start = await Copy().LookAsync(Token);
        await Copy().WriteAsync(start, start.Head! with { Renewals = 1 }, Token);

        ReplaceOutcome late = await Copy().WriteAsync(start, start.Head! with { Generation = 2 }, Token);

        Assert.Equal(ReplaceOutcome.Lost, late);
        Assert.Equal(1, (await Copy().LookAsync(Token)).Head!.Generation);
    }

    [Theory]
    [InlineData("head", nameof(HeadState.Unreadable))]
    [InlineData("body", nameof(HeadState.Present))]
    public async Task Read_AnyByteOfIt_Changed_IsNotUsedWithSecret(string what, string expected)
    {
        await PublishAsync(Copy("secret"));
        string name = what == "head" ? "head" : BodyName;
        byte[] good = _storage[name]!;
        foreach (int position in Enumerable.Range(0, good.Length))
        {
            byte[] changed = [.. good];
            changed[position] ^= 1;
            _storage[name] = changed;

            HeadLook look = await Copy("secret").LookAsync(Token);

            Assert.Equal(expected, look.State.ToString());
            Assert.Null(look.Head is null ? null : await Copy("secret").ReadAsync(look.Head.Body!, Token));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public async Task ReadAsync_BodyCutOff_IsNull(int length)
    {
        await PublishAsync(Copy());
        _storage[BodyName] = _storage[BodyName]![..length];

        Assert.Null(await Copy().ReadAsync(Body, Token));
    }

    /// <summary>Without a secret, the hash in the head still finds a body that is torn or another one.</summary>
    [Fact]
    public async Task ReadAsync_OtherBodyUnderTheHash_IsNull()
    {
        await PublishAsync(Copy());
        _storage[BodyName] = SharedBodyFormat.Write(Enumerable.Repeat((byte)'x', Content.Length).ToArray(), ValueCipher.None)!;
        Assert.Null(await Copy().ReadAsync(Body, Token));

        _storage[BodyName] = SharedBodyFormat.Write(new byte[1_000_000], ValueCipher.None)!;
        Assert.Null(await Copy().ReadAsync(Body, Token));
    }

    [Fact]
    public async Task Names_SecretProjectAndHost_SeparateFleets()
    {
        await PublishAsync(Copy());

        Assert.Equal(HeadState.Absent, (await Copy("secret").LookAsync(Token)).State);
        Assert.Equal(HeadState.Absent, (await Copy(token: "phc_other").LookAsync(Token)).State);
        Assert.All(_storage.Names, static name => Assert.Matches(@"^posthog:\{[0-9a-f]{24}\}:(head|body:[0-9a-f]{64})$", name));
    }

    [Theory]
    [InlineData("missing", nameof(BodyState.Written))]
    [InlineData("torn", nameof(BodyState.Written))]
    [InlineData("good", nameof(BodyState.Good))]
    public async Task KeepAsync_Body_IsRepaired(string how, string expected)
    {
        await PublishAsync(Copy());
        if (how == "missing")
        {
            _storage.Lose("body");
        }
        else if (how == "torn")
        {
            _storage[BodyName] = [1, 2, 3];
        }

        Assert.Equal(expected, (await Copy().KeepAsync(Body, Content, Token)).ToString());
        Assert.Equal(Content, await Copy().ReadAsync(Body, Token));
    }

    [Fact]
    public async Task KeepAsync_Often_ProlongsTheLifeNowAndThen()
    {
        SharedCopy copy = Copy();
        await PublishAsync(copy);
        _clock.Advance(TimeSpan.FromHours(2));
        await copy.KeepAsync(Body, Content, Token);
        Assert.Equal(TimeSpan.FromHours(22), _storage.LifeOf(BodyName));

        _clock.Advance(TimeSpan.FromHours(2));
        await copy.KeepAsync(Body, Content, Token);
        Assert.Equal(TimeSpan.FromHours(24), _storage.LifeOf(BodyName));
    }

    [Fact]
    public async Task KeepAsync_TooLargeOrAway_IsSaid()
    {
        _storage.MaxValueSize = 10;
        Assert.Equal(BodyState.TooLarge, await Copy().KeepAsync(Body, Content, Token));

        _storage.Fails();
        Assert.Equal(BodyState.Unknown, await Copy().KeepAsync(Body, Content, Token));
    }

    [Fact]
    [Trait("Promise", "DF-05")]
    public async Task AnnounceAsync_Listening_IsHeardWithGeneration()
    {
        long heard = 0;
        Assert.True(await Copy().ListenAsync(generation => heard = generation, Token));

        await Copy().AnnounceAsync(SharedHead.Empty with { Generation = 5, Body = Body }, Token);

        Assert.Equal(5, heard);
    }

    [Theory]
    [InlineData(-300, 0)]
    [InlineData(60, 60)]
    [InlineData(7200, 3600)]
    public async Task Wait_NotBefore_IsCutToAnHour(int seconds, int expected)
    {
        HeadLook start = await Copy().LookAsync(Token);
        await Copy().WriteAsync(start, SharedHead.Empty with { NotBefore = start.Now.AddSeconds(seconds) }, Token);

        Assert.Equal(TimeSpan.FromSeconds(expected), (await Copy().LookAsync(Token)).Wait);
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public async Task Age_StorageHasOwnClock_IsToldByIt(int ahead)
    {
        _storage.Ahead = TimeSpan.FromSeconds(ahead);
        await PublishAsync(Copy());
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(20), (await Copy().LookAsync(Token)).Age);
    }

    private SharedCopy Copy(string? secret = null, string token = "phc_x")
    {
        var scope = new FleetScope(new PostHogProject("https://us.i.posthog.com", token), new PostHogCacheOptions { KeySecret = secret });
        return new SharedCopy(new FleetStorage(_storage, _clock), scope, ValueCipher.None, TimeSpan.FromHours(1), _clock);
    }

    private static async Task PublishAsync(SharedCopy copy)
    {
        HeadLook start = await copy.LookAsync(Token);
        Assert.Equal(BodyState.Written, await copy.KeepAsync(Body, Content, Token));
        Assert.Equal(ReplaceOutcome.Replaced, await copy.WriteAsync(start, SharedHead.Empty with { Generation = 1, FetchedAt = start.Now, Body = Body }, Token));
    }
}
