using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.AspNetCore;

namespace PostHogFeatureManagement.Tests.AspNetCore;

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
        PostHogContext? context = Read("""{"distinct_id":"visitor-1","$device_id":"device-1","$user_state":"anonymous"}""");

        Assert.Equal("visitor-1", context?.DistinctId);
        Assert.Equal("device-1", context?.DeviceId);
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

    private static PostHogContext? Read(string value)
    {
        var httpContext = new DefaultHttpContext();
        httpContext.Request.Headers.Cookie = $"{PostHogCookie.NameFor(Token)}={Uri.EscapeDataString(value)}";
        return new PostHogCookie(Token).Read(httpContext.Request);
    }
}
