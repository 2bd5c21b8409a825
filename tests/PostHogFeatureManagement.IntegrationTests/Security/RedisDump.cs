using System.IO.Compression;
using System.Text;
using PostHogFeatureManagement.Tests.Redis;
using StackExchange.Redis;

namespace PostHogFeatureManagement.IntegrationTests.Security;

/// <summary>Everything that a Redis holds, as text: each value as it is, and once more decompressed.</summary>
internal static class RedisDump
{
    /// <summary>The keys of what has to do with definitions are in braces.</summary>
    private const string OfDefinitions = ":{";

    /// <summary>How far into a value a compressed part is looked for, behind versions, times and hashes.</summary>
    private const int LongestHead = 128;

    public static async Task<IReadOnlyList<string>> ReadAsync(RedisServer redis)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        IDatabase database = connection.GetDatabase();
        var dump = new List<string>();
        foreach (RedisKey key in connection.GetServers()[0].Keys())
        {
            RedisValue[] values = await database.KeyTypeAsync(key) switch
            {
                RedisType.Hash => [.. (await database.HashGetAllAsync(key)).SelectMany(static entry => (RedisValue[])[entry.Name, entry.Value])],
                RedisType.String => [await database.StringGetAsync(key)],
                RedisType.None => [], // It has expired since.
                RedisType other => throw new NotSupportedException($"{key} is a {other}, which is not searched."),
            };
            string place = key.ToString().Contains(OfDefinitions, StringComparison.Ordinal) ? Places.SharedDefinitions : Places.Redis;
            dump.AddRange(values.SelectMany(value => Texts((byte[]?)value ?? [])).Select(text => $"{place} {key}: {text}"));
        }

        return dump;
    }

    private static IEnumerable<string> Texts(byte[] value) => Enumerable.Range(0, Math.Min(value.Length, LongestHead))
        .SelectMany(start => Decompressed(value[start..]))
        .Prepend(value)
        .Select(Encoding.Latin1.GetString);

    private static IEnumerable<byte[]> Decompressed(byte[] value)
    {
        Func<Stream, Stream>[] formats =
        [
            static stream => new BrotliStream(stream, CompressionMode.Decompress),
            static stream => new GZipStream(stream, CompressionMode.Decompress),
            static stream => new ZLibStream(stream, CompressionMode.Decompress),
        ];
        return formats.Select(open => Decompress(open(new MemoryStream(value)))).OfType<byte[]>();
    }

    /// <summary>What can be decompressed before the first error. Null when that is nothing.</summary>
    private static byte[]? Decompress(Stream source)
    {
        using (source)
        using (var target = new MemoryStream())
        {
            try
            {
                source.CopyTo(target);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or InvalidOperationException)
            {
                // It does not begin here, or is no such stream.
            }

            return target.Length == 0 ? null : target.ToArray();
        }
    }
}
