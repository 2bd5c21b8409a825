using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>A key that no header can carry, such as one in quotes, gave "HTTP status (null)" for ever. A blank one polled without a key.</summary>
[Trait("Promise", "OP-04")]
public sealed class UnusableKeyReadsLikeOutageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\n")]
    [InlineData("\t\r\n")]
    public void Value_BlankSecrets_AreNone(string blank)
    {
        AppSettings settings = AppSettings.InSection(("SecretKey", blank), ("Cache:KeySecret", blank));

        PostHogFeatureManagementOptions options = settings.Read();
        using ServiceProvider provider = settings.Build();

        Assert.Null(options.SecretKey);
        Assert.Null(options.Cache.KeySecret);
        Assert.False(provider.GetRequiredService<PostHogEndpoints>().HasSecretKey);
    }

    [Fact]
    public void Value_LineBreakAtEnd_IsRemoved()
    {
        PostHogFeatureManagementOptions options = AppSettings.Of(("PostHog:ProjectToken", "phc_x\n"), ("PostHog:SecretKey", " phs_y\r\n")).Read();

        Assert.Equal(("phc_x", "phs_y"), (options.ProjectToken, options.SecretKey));
    }

    [Theory]
    [Trait("Promise", "SC-01")]
    [InlineData("\"phs_hunter2\"", "has a quotation mark at position 1")]
    [InlineData("'phs_hunter2'", "has a quotation mark at position 1")]
    [InlineData("phs_hun\nter2", "has a line break at position 8")]
    [InlineData("phs_hun ter2", "has white space at position 8")]
    [InlineData("phs_hunter2é", "has the character U+00E9 at position 12")]
    [InlineData("phs_hunter2\0", "has the character U+0000 at position 12")]
    [InlineData("phs_hunter2,phs_other", "has the character U+002C at position 12")]
    [InlineData("Bearer phs_hunter2", "begins with 'Bearer'")]
    [InlineData("<ph_hunter2_api_key>", "is a placeholder")]
    [InlineData("phs_...", "is a placeholder")]
    [InlineData("phs_…", "is a placeholder")]
    public void Problems_UnusableKey_IsNamedButNotQuoted(string key, string expected)
    {
        string secret = Assert.Single(AppSettings.InSection(("SecretKey", key)).Problems());
        string token = Assert.Single(AppSettings.Of(("PostHog:ProjectToken", key.Replace("phs_", "phc_", StringComparison.Ordinal))).Problems());

        Assert.StartsWith($"PostHog:SecretKey {expected}", secret, StringComparison.Ordinal);
        Assert.StartsWith($"PostHog:ProjectToken {expected}", token, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", secret + token, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("phc_0aZ")]
    [InlineData("sTMFPsFhdP1Ssg")]
    [InlineData("a-b_c")]
    public void Value_OlderTokens_AreUsed(string token) => Assert.Equal(token, AppSettings.Of(("PostHog:ProjectToken", token)).Read().ProjectToken);
}
