using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PostHogFeatureManagement.Caching;

namespace PostHogFeatureManagement.Tests.Caching;

[Trait("Promise", "RC-06")]
public class CacheKeyBuilderTests
{
    [Fact]
    public void Build_Fields_HaveMarkAndLength()
    {
        byte[] canonical = [1, 2, 0, 0, 0, .. "aé"u8[..1], (byte)'b', 0, 3, 2];

        Assert.Equal(new CacheKey(SHA256.HashData(canonical)), Build("ab", null, true, false));
    }

    [Fact]
    public void Build_WithSecret_IsKeyed()
    {
        byte[] canonical = [1, 1, 0, 0, 0, (byte)'a'];
        var builder = new CacheKeyBuilder(stackalloc byte[16]);
        builder.Add("a");

        Assert.Equal(new CacheKey(HMACSHA256.HashData("secret"u8, canonical)), builder.Build(new CacheHasher("secret")));
        builder.Dispose();
    }

    [Fact]
    public void Build_FieldsEqualWhenJoined_DifferentKeys()
    {
        CacheKey[] keys =
        [
            Build("ab", "c"), Build("a", "bc"), Build("abc"), Build("abc", ""), Build("", "abc"), Build("abc", null), Build(null, "abc"),
            Build("a", "b", "c"), Build("true"), Build(true), Build(false), Build(), Build((string?)null), Build(""),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Build_AnyTwoLists_EqualOnlyIfListsAreEqual()
    {
        Arbitrary<string?[]> lists = ArbMap.Default.ArbFor<string?[]>();
        Prop.ForAll(lists, lists, static (left, right) => (Build([.. left]) == Build([.. right])) == Same(left, right)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Build_LongerThanBuffer_SameKeyAsInLargeBuffer()
    {
        string text = new('x', 5000);
        var roomy = new CacheKeyBuilder(new byte[20_000]);
        roomy.Add(text);

        Assert.Equal(roomy.Build(new CacheHasher(null)), Build(text));
        roomy.Dispose();
    }

    [Fact]
    public void Dispose_Always_WipesTheBuffer()
    {
        byte[] buffer = new byte[64];
        var builder = new CacheKeyBuilder(buffer);
        builder.Add("ada@example.com");

        builder.Dispose();

        Assert.All(buffer, value => Assert.Equal(0, value));
    }

    [Fact]
    public void ToString_Key_IsBase64Url()
    {
        var key = new CacheKey(Enumerable.Repeat((byte)0xFF, 32).ToArray());

        Assert.Equal("__________________________________________8", key.ToString());
    }

    private static bool Same(string?[] left, string?[] right) => left.Select(Sent).SequenceEqual(right.Select(Sent));

    // A request also replaces what cannot be written as UTF-8.
    private static string? Sent(string? text) => text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static CacheKey Build(params object?[] fields)
    {
        var builder = new CacheKeyBuilder(stackalloc byte[16]);
        foreach (object? field in fields)
        {
            switch (field)
            {
                case bool flag:
                    builder.Add(flag);
                    break;
                default:
                    builder.Add((string?)field);
                    break;
            }
        }

        CacheKey key = builder.Build(new CacheHasher(null));
        builder.Dispose();
        return key;
    }
}
