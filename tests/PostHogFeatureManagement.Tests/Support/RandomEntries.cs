using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>
/// Entries of the distributed cache as someone with access to it can forge them: damaged answers and tables whose checksums and names are right all the same.
/// </summary>
internal sealed class RandomEntries
{
    private const int Count = 200;
    private const byte FormatVersion = 1;
    private const int HeaderSize = 10;
    private const int CheckSize = 8;

    private readonly CacheHasher _hasher = new(null);
    private readonly RemoteContextKey _keys;
    private readonly List<(KeyValuePair<string, byte[]> Answers, KeyValuePair<string, byte[]> Table)> _genuine;

    public RandomEntries(RandomApp reader)
    {
        _keys = new RemoteContextKey(reader.Get<IOptions<PostHogFeatureManagementOptions>>().Value, _hasher);
        _genuine = [.. Enumerable.Range(0, Count).Select(Write)];
    }

    /// <summary>The names and contents of a caller's entries: first the answers, then their table.</summary>
    public List<KeyValuePair<string, byte[]>> Next(Random random, PostHogContext caller)
    {
        ((string answersName, byte[] answers), (string tableName, byte[] table)) = random.Pick(_genuine);
        table = random.Percent(50) ? Damage(random, table) : table;
        UInt128 id = EncodedTable.IdOf(table, _hasher);
        byte[] rest = answers[(HeaderSize + EncodedTable.IdSize)..^CheckSize];
        ReadOnlySpan<byte> idBytes = MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in id));
        CacheKey key = _keys.Of(caller);
        byte[] entry = Seal(key, [.. idBytes, .. random.Percent(50) ? Damage(random, rest) : rest], random);
        return
        [
            new(StartOf(answersName) + key, random.Percent(10) ? Damage(random, entry) : entry),
            new(StartOf(tableName) + Base64Url.EncodeToString(idBytes), table),
        ];
    }

    private static string StartOf(string name) => name[..(name.LastIndexOf(':') + 1)];

    /// <summary>What the library writes for an answer.</summary>
    private static (KeyValuePair<string, byte[]> Answers, KeyValuePair<string, byte[]> Table) Write(int seed)
    {
        var store = new RandomStore();
        using var app = new RandomApp(store);
        app.Answer("ada", Encoding.UTF8.GetBytes(new RandomAnswers(new Random(seed)).Next().ToJsonString()));
        _ = app.Get<IPostHogFlags>().GetAllFlagsAsync(new PostHogContext("ada")).AsTask().GetAwaiter().GetResult();
        KeyValuePair<string, byte[]>[] answers = Of("f"), tables = Of("s");
        return answers.Length == 1 && tables.Length == 1 ? (answers[0], tables[0]) : Write(seed + Count);

        KeyValuePair<string, byte[]>[] Of(string kind) => [.. store.Values.Where(entry => entry.Key.Contains($":{kind}1:", StringComparison.Ordinal))];
    }

    private static byte[] Damage(Random random, byte[] bytes)
    {
        byte[] damaged = random.Percent(40) ? new RandomBytes(random).Damage(bytes) : [.. bytes];
        for (int changes = random.Next(1, 4); changes > 0 && damaged.Length > 0; changes--)
        {
            damaged[random.Next(damaged.Length)] = random.Pick<byte>([0, 1, 2, 0x7F, 0x80, 0xFF, (byte)random.Next(256)]);
        }

        return damaged;
    }

    private byte[] Seal(CacheKey key, byte[] body, Random random)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DateTimeOffset createdAt = random.Percent(90) ? now : random.Pick([DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, now.AddMinutes(-10), now.AddDays(1)]);
        return new CacheEnvelope(_hasher, FormatVersion).Seal(key, body, createdAt, random.Percent(20), Bytes.Codec)!;
    }

    private sealed class Bytes : ICacheCodec<byte[]>
    {
        public static Bytes Codec { get; } = new();

        public string Kind => "f";

        public byte FormatVersion => RandomEntries.FormatVersion;

        public bool TryWrite(byte[] value, IBufferWriter<byte> target)
        {
            target.Write(value);
            return true;
        }

        public ValueTask<byte[]?> ReadAsync(ReadOnlyMemory<byte> body, DistributedDeadline deadline, CancellationToken cancellationToken) => new(body.ToArray());
    }
}
