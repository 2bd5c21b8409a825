using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.Tests.Identity.Steps;

[Trait("Promise", "ID-01")]
[Trait("Promise", "SC-03")]
public sealed class PostHogCookieTests
{
    private const string Token = "phc_a+b/c=";

    [Fact]
    public void NameFor_TokenWithSpecialCharacters_ReplacesThemLikePostHogJs() =>
        Assert.Equal("ph_phc_aPLbSLcEQ_posthog", PostHogCookie.NameFor(Token));

    [Fact]
    public void Read_PostHogJsCookie_ReturnsDistinctIdAndDeviceId()
    {
        PostHogCookie? cookie = Read("""{"distinct_id":"visitor-1","$device_id":"device-1","$user_state":"anonymous"}""");

        Assert.Equal(new PostHogCookie("visitor-1", "device-1", IsAnonymous: true), cookie);
    }

    [Fact]
    public void Read_CookieEncodedTwice_DecodesIt() =>
        Assert.Equal("visitor-1", Read(Uri.EscapeDataString("""{"distinct_id":"visitor-1"}"""))?.DistinctId);

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"distinct_id":7}""")]
    [InlineData("""{"distinct_id":""}""")]
    [InlineData("""{"distinct_id":"a\u0000b"}""")]
    [InlineData("""{"distinct_id":"\ud800"}""")]
    [InlineData("%ZZ%")]
    public void Read_MalformedCookie_ReturnsNull(string value) => Assert.Null(Read(value));

    [Fact]
    public void Read_OversizedId_ReturnsNull() => Assert.Null(Read($$"""{"distinct_id":"{{new string('x', 1001)}}"}"""));

    [Fact]
    public void Read_OversizedCookie_ReturnsNull() => Assert.Null(Read($$"""{"distinct_id":"x","more":"{{new string('x', 9000)}}"}"""));

    [Theory]
    [InlineData("""{"distinct_id":"a","$device_id":"b","$user_state":"anonymous"}""", true)]
    [InlineData("""{"distinct_id":"a","$device_id":"b","$user_state":"identified"}""", false)]
    [InlineData("""{"distinct_id":"a","$device_id":"a","$user_state":"identified"}""", false)]
    [InlineData("""{"distinct_id":"a","$device_id":"a"}""", true)]
    [InlineData("""{"distinct_id":"a","$device_id":"b"}""", false)]
    [InlineData("""{"distinct_id":"a"}""", false)]
    [InlineData("""{"distinct_id":"a","$device_id":"a","$user_state":7}""", false)]
    public void Read_UserState_TellsWhetherAnonymous(string value, bool isAnonymous) => Assert.Equal(isAnonymous, Read(value)?.IsAnonymous);

    [Theory]
    [InlineData("\"identified\"", true)]
    [InlineData("\"anonymous\"", false)]
    [InlineData("7", false)]
    public void Read_UserState_TellsWhetherIdentified(string state, bool isIdentified) =>
        Assert.Equal(isIdentified, Read($$"""{"distinct_id":"a","$user_state":{{state}}}""")?.IsIdentified);

    [Theory]
    [InlineData("undefined")]
    [InlineData("null")]
    [InlineData("$posthog_cookieless")]
    public void Read_IdOfNobody_ReturnsNull(string id) => Assert.Null(Read($$"""{"distinct_id":"{{id}}"}"""));

    [Theory]
    [InlineData("other=1; NAME=VALUE; NAME=%7B%7D")]
    [InlineData("NAMEx=1;NAME=VALUE")]
    [InlineData("NAME=VALUE;")]
    public void Find_SeveralCookies_ReturnsFirstOfThatName(string header)
    {
        string name = PostHogCookie.NameFor(Token);
        string value = Uri.EscapeDataString("""{"distinct_id":"visitor-1"}""");
        header = header.Replace("NAME", name, StringComparison.Ordinal).Replace("VALUE", value, StringComparison.Ordinal);

        Assert.Equal("visitor-1", PostHogCookie.Find(header, name)?.DistinctId);
        Assert.Equal("visitor-1", PostHogCookie.Find(new StringValues(["other=1", header]), name)?.DistinctId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(";;=;")]
    [InlineData("ph_phc_aPLbSLcEQ_posthog")]
    public void Find_NoCookie_ReturnsNull(string? header) => Assert.Null(PostHogCookie.Find(header, PostHogCookie.NameFor(Token)));

    private static PostHogCookie? Read(string value)
    {
        string name = PostHogCookie.NameFor(Token);
        return PostHogCookie.Find($"{name}={Uri.EscapeDataString(value)}", name);
    }
}
