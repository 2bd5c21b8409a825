using System.Globalization;
using System.Text;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>The vectors of protocol §4.2. Rows 1, 4–7, 10–14 and 20 are also PostHog's own vectors.</summary>
[Trait("Promise", "EV-01")]
public class BucketingTests
{
    [Theory]
    [InlineData("beta-search.", "user-17", "", "3f82a3a8af87bb6a")]
    [InlineData("simple-flag.", "user_123", "", "3fdbd3cfbcbfee5f")]
    [InlineData("simple-flag.", "user_123", "variant", "3fdb0d171d380604")]
    [InlineData("checkout-layout.", "user-61", "variant", "3fe23c021adc2224")]
    [InlineData("checkout-layout.", "user-17", "variant", "3fc1820799917e12")]
    [InlineData("beta-search-rollout.", "user-61", "", "3f71541abfad8303")]
    [InlineData("beta-search-rollout.", "user-105", "", "3fd23f8ff847abfe")]
    [InlineData("my-flag.", "", "", "3fea6184b49a91f0")]
    [InlineData("my-flag.", "日本語ユーザー", "", "3feb7866cd397ae9")]
    [InlineData("beta-search.", "ünïcødé-😀", "", "3fe7ba8ac9f15f15")]
    [InlineData("org-dashboard.", "42", "", "3fe3311fcae266f2")]
    [InlineData("org-dashboard.", "org-9", "", "3fe268f498495782")]
    [InlineData("org-dashboard.", "org-12", "", "3fe5870bf1db018c")]
    [InlineData("holdout-", "user-31", "", "3f93f12257f72868")]
    [InlineData("holdout-", "user-77", "", "3fc013c1e450fe0d")]
    [InlineData("holdout-", "user_123", "", "3fcfc6473be1d7b9")]
    [InlineData("a.b.c.", "x.y", "variant", "3fd6f5dfc176f39d")]
    [InlineData("new-ui.", "00000000-0000-4000-8000-000000000001", "", "3fd5361db3130efc")]
    [InlineData("new-ui.", "00000000-0000-4000-8000-000000000001", "variant", "3fe9f25c52d93926")]
    [InlineData("beta-search.", "Test@Example.com", "", "3fe9b0ae371d6ba5")]
    [InlineData("beta-search.", "test@example.com", "", "3fdc44e99bbbda98")]
    public void Hash_PublishedVector_IsBitExact(string prefix, string subject, string salt, string bits)
    {
        double hash = Bucketing.Hash(Encoding.UTF8.GetBytes(prefix), subject, Encoding.UTF8.GetBytes(salt));

        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(hash).ToString("x16", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Hash_TwoHundredLetters_IsBitExact()
    {
        double hash = Bucketing.Hash("beta-search."u8, new string('a', 200), Bucketing.RolloutSalt);

        Assert.Equal("3fbb8416aab94af1", BitConverter.DoubleToInt64Bits(hash).ToString("x16", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(43)]
    [InlineData(44)]
    [InlineData(60)]
    [InlineData(333)]
    [InlineData(5000)]
    public void Hash_SubjectOfAnyLength_EqualsTheHashOfItsBytes(int length)
    {
        string subject = string.Concat(Enumerable.Repeat("ü", length));
        byte[] whole = Encoding.UTF8.GetBytes($"long-flag.{subject}variant");

        Assert.Equal(Bucketing.ToFraction(Sha1.Top64(whole)), Bucketing.Hash("long-flag."u8, subject, Bucketing.VariantSalt));
    }

    [Fact]
    public void ToFraction_AllBitsSet_IsExactlyOne() => Assert.Equal(1.0, Bucketing.ToFraction(ulong.MaxValue));
}
