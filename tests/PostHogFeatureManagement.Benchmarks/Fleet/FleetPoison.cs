using System.Security.Cryptography;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Fleet.Copy;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>
/// What someone can do who writes to the Redis of a fleet and does not have its secret. Without a secret, well-formed definitions would count, so those do not fit
/// their head.
/// </summary>
internal sealed class FleetPoison
{
    private const int ForgedVersion = 1_000_000;
    private static readonly byte[] WrongKey = RandomNumberGenerator.GetBytes(32);

    private readonly FleetKeys _keys;
    private readonly bool _isSigned;
    private readonly byte[] _old;

    private FleetPoison(FleetKeys keys, bool isSigned, byte[] old)
    {
        _keys = keys;
        _isSigned = isSigned;
        _old = old;
    }

    private Func<Task>[] Doses =>
    [
        () => _keys.WriteAsync("head", RandomNumberGenerator.GetBytes(100)),
        () => _keys.WriteAsync("head", []),
        async () => await _keys.WriteAsync("head", Half(await _keys.ReadAsync("head"))),
        () => _keys.WriteListAsync("head"),
        () => _keys.WriteAsync("head", _old),
        () => ForgeAsync(static (_, value) => value),
        () => ForgeAsync(static (name, value) => new FleetSeal(name, WrongKey).Close(value)),
        async () => await _keys.WriteAsync("head", await OfNextFormatAsync("head")),
        async () => await _keys.WriteAsync(await BodyAsync(), RandomNumberGenerator.GetBytes(100)),
        async () => await _keys.WriteAsync(await BodyAsync(), Half(await _keys.ReadAsync(await BodyAsync()))),
        async () => await _keys.WriteAsync(await BodyAsync(), SharedBodyFormat.Write(FleetDefinitions.Of(ForgedVersion), ValueCipher.None)!),
        async () => await _keys.WriteAsync(await BodyAsync(), await OfNextFormatAsync(await BodyAsync())),
        async () => await _keys.WriteListAsync(await BodyAsync()),
        () => _keys.WriteAsync("lease", RandomNumberGenerator.GetBytes(33)),
        () => _keys.WriteListAsync("lease"),
        () => _keys.AnnounceAsync([1]),
    ];

    /// <summary>Gives one dose after the other, each with an announcement that has all instances look at once. Meanwhile, the definitions change twice.</summary>
    public static async Task HappenAsync(FleetRun run, string? secret)
    {
        await using FleetKeys keys = await FleetKeys.ConnectAsync(run, secret);
        byte[] old = await keys.ReadAsync("head");
        await run.FlipAsync();
        var poison = new FleetPoison(keys, secret is not null, old);
        Func<Task>[] doses = poison.Doses;
        for (int i = 0; i < doses.Length; i++)
        {
            await doses[i]();
            await keys.AnnounceAsync([127, 255, 255, 255, 255, 255, 255, 255]);
            await Task.Delay(run.Plan.PollInterval / 2);
            if (i == doses.Length / 2)
            {
                run.PostHog.Flip();
            }
        }
    }

    /// <summary>A head that promises newer definitions than the fleet has.</summary>
    private async Task ForgeAsync(Func<string, byte[], byte[]> seal)
    {
        byte[] content = FleetDefinitions.Of(ForgedVersion);
        var body = new SharedBodyInfo(DefinitionsContent.HashOf(content), content.Length, ETag: null);
        var head = new SharedHead(1_000, 0, DateTimeOffset.UtcNow, NotBefore: null, IsQuotaUsedUp: false, body);
        string kind = "body:" + body.Hash;
        byte[] forged = SharedBodyFormat.Write(_isSigned ? content : FleetDefinitions.Of(ForgedVersion + 1), ValueCipher.None)!;
        await _keys.WriteAsync(kind, seal(_keys.NameOf(kind), forged));
        await _keys.WriteAsync("head", seal(_keys.NameOf("head"), SharedHeadFormat.Write(head)));
    }

    private async Task<byte[]> OfNextFormatAsync(string kind)
    {
        byte[] value = await _keys.ReadAsync(kind);
        return [2, .. value.Skip(1)];
    }

    private static byte[] Half(byte[] value) => value[..(value.Length / 2)];

    private async Task<string> BodyAsync() => "body:" + (await _keys.ReadHeadAsync()).Body!.Hash;
}
